/** Whose requests a contact may see in the record: his own, those of his business unit, those of his whole client (SAOP-1, CLOUDEMPIERE-4). */
export const SEES = ['own', 'unit', 'client'] as const;
export type Sees = (typeof SEES)[number];

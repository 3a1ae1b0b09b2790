/** How many rows each desk's description of itself has. The numbers are stable: a story is named after its row (`SAGA-7`). */
export const ROWS = { SAGA: 8, SAOP: 6, INTERSPACE: 11, CLOUDEMPIERE: 9, SOFTECH: 10 } as const;

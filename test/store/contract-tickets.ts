import type { NewStore } from './contract.ts';
export function ticketContract(_fresh: NewStore): void {}

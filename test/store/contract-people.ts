import type { NewStore } from './contract.ts';
export function peopleContract(_fresh: NewStore): void {}

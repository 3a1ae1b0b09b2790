import type { NewStore } from './contract.ts';
export function searchContract(_fresh: NewStore): void {}

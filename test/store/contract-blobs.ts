import type { NewStore } from './contract.ts';
export function blobContract(_fresh: NewStore): void {}

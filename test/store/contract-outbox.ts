import type { NewStore } from './contract.ts';
export function outboxContract(_fresh: NewStore): void {}

import type { Logger } from 'pino';

export type DeliveryLog = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** A relay's words without the addresses in them: those belong into the store, not into logs. */
export function withoutAddresses(text: string): string {
  return text.slice(0, 1_000).replace(/[^\s<>"'(),;:]{1,128}@[^\s<>"'(),;:]{1,255}/g, '…@…');
}

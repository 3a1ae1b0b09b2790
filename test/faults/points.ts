/** Where a gateway can be killed, as its store sees it: before and after each step of a mail's life. */
export const STORE_POINTS = [
  'blob: before',
  'blob: after',
  'ledger row: before',
  'ledger row: after',
  'kept: before commit',
  'kept: after commit',
  'decided: before commit',
  'decided: after commit',
  'mailbox: before it is told',
  'mailbox: told, not recorded',
  'mailbox: before commit',
  'mailbox: after commit',
  'claimed: before commit',
  'claimed: after commit',
  'handing: before commit',
  'handing: after commit',
  'sent: before it is recorded',
  'sent: before commit',
  'sent: after commit',
  'indexed: after commit',
] as const;
export type StorePoint = (typeof STORE_POINTS)[number];

/** Where it can be killed as the servers see it: what reaches a point goes no further on the wire. */
export const WIRE_POINTS = {
  'MOVE: before it reaches the server': { wire: 'imap', from: 'client', bytes: 'UID MOVE ' },
  'MOVE: before its answer comes back': { wire: 'imap', from: 'server', bytes: 'OK Move completed' },
  'FETCH: in the middle of a mail': { wire: 'imap', from: 'server', bytes: '\nSubject: ' },
  'DATA: before it is said': { wire: 'smtp', from: 'client', bytes: 'DATA\r\n' },
  'DATA: before its end reaches the relay': { wire: 'smtp', from: 'client', bytes: '\r\n.\r\n' },
  'DATA: before its answer comes back': { wire: 'smtp', from: 'server', bytes: '250 2.0.0 Ok: queued' },
} as const satisfies Record<string, WirePoint>;
export type WirePointName = keyof typeof WIRE_POINTS;

/** Something on the wire between the gateway and a server. */
export interface WirePoint {
  readonly wire: 'imap' | 'smtp';
  readonly from: 'client' | 'server';
  readonly bytes: string;
}

/** How one life of the gateway ends. */
export type Fault =
  /** Some time after it was started (milliseconds), or after it said that it runs. */
  | { readonly kind: 'random'; readonly after: 'start' | 'runs'; readonly ms: number }
  /** At the nth pass of a point. */
  | { readonly kind: 'store'; readonly point: StorePoint; readonly pass: number }
  | { readonly kind: 'wire'; readonly point: WirePointName; readonly pass: number };

/** What the store's point is named by, in the environment of the gateway that is to die there: `PASS POINT`. */
export const FAULT_VARIABLE = 'SPOC_TEST_FAULT';

import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { OUTCOMES, type Outcome } from '../desk/facts.ts';
import { OUTBOX_STATES } from '../store/port.ts';
import type { Observed } from './observe.ts';

/** What Prometheus reads of a gateway. */
export interface Metrics {
  /** A mail got its outcome, so long (milliseconds) after it had arrived. */
  decided(outcome: Outcome, lag: number): void;
  /** A canary came back after so long (milliseconds). */
  canary(took: number): void;
  /** The text exposition format, with what was observed just now. */
  text(seen: Observed): Promise<string>;
  readonly contentType: string;
  close(): void;
}

const SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 7_200];
/** The event loop is looked at so often (milliseconds). */
const LOOK = 10;
const STATES = ['connecting', 'working', 'listening', 'disconnected', 'refused', 'closed'];

/** Makes the metrics, in a registry of their own: two gateways in one process do not meet. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const loop = monitorEventLoopDelay({ resolution: LOOK });
  loop.enable();
  const decided = new Counter({
    name: 'spoc_mail_decided_total',
    help: 'Mails that got an outcome',
    labelNames: ['outcome'],
    registers,
  });
  const lag = new Histogram({
    name: 'spoc_mail_lag_seconds',
    help: 'From arrival to commit',
    buckets: SECONDS,
    registers,
  });
  const canary = new Histogram({
    name: 'spoc_canary_seconds',
    help: 'The whole way of a mail to ourselves',
    buckets: SECONDS,
    registers,
  });
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Gauge({ name, help, labelNames: [...labelNames], registers });
  const ledger = gauge('spoc_ledger_mails', 'Mails in the ledger', ['outcome']);
  const received = gauge('spoc_ledger_received', 'Mails ever seen; always waiting plus the sum of outcomes');
  const waitingAge = gauge('spoc_ledger_waiting_age_seconds', 'Age of the oldest mail that is not decided');
  const outbox = gauge('spoc_outbox_mails', 'Outgoing mails', ['state']);
  const outboxAge = gauge('spoc_outbox_age_seconds', 'Age of the oldest mail that is to be sent');
  const mailbox = gauge('spoc_mailbox_state', '1 for the state that the mailbox is in', ['mailbox', 'state']);
  const login = gauge('spoc_login_expires_seconds', 'Until a login that cannot be renewed ends', ['mailbox']);
  const access = gauge('spoc_token_expires_seconds', 'Until the access token at hand ends; it is renewed before', [
    'mailbox',
  ]);
  const secret = gauge('spoc_secret_expires_seconds', 'Until the secret of a login ends, as configured', ['mailbox']);
  const breaker = gauge('spoc_breaker_open', '1 while automatic mail is held');
  const timers = gauge('spoc_timer_late_seconds', 'How late the most overdue timer is');
  const disk = gauge('spoc_disk_free_bytes', 'Free bytes on the disk of the data folder');
  const delay = gauge(
    'spoc_event_loop_delay_p99_seconds',
    'How late the event loop came to what was due, since the last look',
  );

  const fill = (seen: Observed): void => {
    const age = (since: Date | undefined) =>
      since === undefined ? 0 : Math.max(0, (seen.at.getTime() - since.getTime()) / 1000);
    for (const outcome of OUTCOMES) ledger.set({ outcome }, seen.ledger.outcomes[outcome]);
    ledger.set({ outcome: 'waiting' }, seen.ledger.waiting);
    received.set(seen.ledger.received);
    waitingAge.set(age(seen.ledger.oldestWaiting));
    for (const state of OUTBOX_STATES) outbox.set({ state }, seen.outbox.counts[state]);
    outboxAge.set(age(seen.outbox.oldest));
    const left = (until: Date) => (until.getTime() - seen.at.getTime()) / 1000;
    for (const one of [login, access, secret]) one.reset();
    for (const { id, state, login: trouble, token, secret: ends } of seen.mailboxes) {
      for (const one of STATES) mailbox.set({ mailbox: id, state: one }, one === state ? 1 : 0);
      if (trouble !== undefined) login.set({ mailbox: id }, trouble.until === undefined ? 0 : left(trouble.until));
      if (token !== undefined) access.set({ mailbox: id }, left(token));
      if (ends !== undefined) secret.set({ mailbox: id }, left(ends));
    }
    breaker.set(seen.breaker === undefined ? 0 : 1);
    timers.set(age(seen.lateTimer));
    disk.set(seen.disk.freeBytes);
    // What is counted is from one look to the next: a loop that is never late shows the time between them.
    delay.set(Math.max(0, loop.percentile(99) / 1e6 - LOOK) / 1e3);
    loop.reset();
  };

  return {
    decided: (outcome, milliseconds) => {
      decided.inc({ outcome });
      lag.observe(Math.max(0, milliseconds) / 1000);
    },
    canary: (milliseconds) => canary.observe(milliseconds / 1000),
    text: (seen) => {
      fill(seen);
      return registry.metrics();
    },
    contentType: registry.contentType,
    close: () => {
      loop.disable();
      registry.clear();
    },
  };
}

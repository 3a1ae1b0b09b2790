import { Temporal } from 'temporal-polyfill';
import type { Settings } from '../config/settings.ts';
import { onCallAt } from '../desk/phone/on-call.ts';
import type { Rota } from '../desk/phone/rota.ts';
import { configured } from './configuration.ts';
import { changing } from './data.ts';
import { EXIT, Failure } from './exit.ts';
import { actor, deskOrOnly, textOf, ticketOf } from './given.ts';
import type { CallOptions, OnCallOptions } from './phone.ts';
import { say, sayJson, table } from './terminal.ts';
import { carryOut } from './ticket-act.ts';

/** Words by which a caller's number is said to be unknown. */
const WITHHELD = /^(?:withheld|unknown|hidden|anonymous)$/i;

/** Records a call through whoever writes, and tells the ticket that it stands on. */
export async function recordCall(number: string, words: readonly string[], options: CallOptions): Promise<void> {
  const settings = await configured(options.config);
  const by = actor(settings, options.as);
  const { answer, for: who, subject = '' } = options;
  const notes = words.length === 0 && answer !== undefined ? '' : await textOf(words);
  await changing(settings, async (change) => {
    const ticket = options.ticket === undefined ? undefined : await ticketOf(change.read, options.ticket);
    const on = ticket === undefined ? undefined : (await change.read.ticketFacts([ticket])).get(ticket);
    const desk = on?.ticket.desk ?? deskOrOnly(settings, options.desk);
    const called = WITHHELD.test(number.trim()) ? undefined : number;
    await carryOut(change, { kind: 'call', desk, by, number: called, who, subject, notes, answer, ticket }, options);
  });
}

/** Shows who is on call, rota by rota. */
export async function showOnCall(options: OnCallOptions): Promise<void> {
  const { policy } = await configured(options.config);
  const rows = [...policy.rotas.values()].map((rota) => rowOf(rota, policy, momentIn(rota, options.at)));
  if (options.json === true) return sayJson(rows);
  if (rows.length === 0) return say('There are no rotas: `on_call:` in the configuration says who is on call.');
  say(
    table(
      ['rota', 'agent', 'number', 'from', 'until'],
      rows.map((row) => [row.rota, row.name ?? '–', row.number ?? '–', row.from ?? '–', row.until ?? '–']),
      1,
    ),
  );
}

function rowOf(rota: Rota, { agents }: Settings['policy'], at: Date) {
  const turn = onCallAt(rota, agents, at);
  return {
    rota: rota.id,
    agent: turn?.agent ?? null,
    name: turn === undefined ? null : (agents.get(turn.agent)?.name ?? turn.agent),
    number: turn?.number ?? null,
    from: turn === undefined ? null : localText(turn.from, rota.timeZone),
    until: turn === undefined ? null : localText(turn.to, rota.timeZone),
  };
}

/** A moment as the rota's own clock shows it. */
function localText(at: Date, timeZone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
  return local.toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ');
}

function momentIn({ timeZone }: Rota, written: string | undefined): Date {
  if (written === undefined) return new Date();
  try {
    const local = Temporal.PlainDateTime.from(written.trim().replace(' ', 'T'));
    return new Date(local.toZonedDateTime(timeZone).epochMilliseconds);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Failure(EXIT.usage, `"${written}" is no moment`, 'write it as 2026-12-24 or 2026-12-24T18:00');
  }
}

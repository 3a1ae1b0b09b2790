import { Temporal } from 'temporal-polyfill';
import { DAY } from '../calendar/local.ts';
import type { AgentId } from '../ids.ts';
import type { Policy } from '../policy.ts';
import type { Rota } from './rota.ts';

/** One agent's turn. */
export interface Turn {
  readonly agent: AgentId;
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
}

/**
 * Whose turn it is. Turns change at the same time of day on the wall clock, whatever daylight saving does between; undefined before the first
 * one began.
 */
export function turnAt(rota: Rota, at: Date): Turn | undefined {
  if (at.getTime() < rota.start.getTime()) return undefined;
  const start = Temporal.Instant.fromEpochMilliseconds(rota.start.getTime()).toZonedDateTimeISO(rota.timeZone);
  const begin = (turn: number) => start.add({ days: turn * rota.days }).epochMilliseconds;
  // A day of the clock's change is an hour longer or shorter: the guess is off by one at most.
  let turn = Math.max(0, Math.round((at.getTime() - rota.start.getTime()) / (rota.days * DAY)));
  while (begin(turn) > at.getTime()) turn -= 1;
  while (begin(turn + 1) <= at.getTime()) turn += 1;
  const agent = rota.agents[turn % rota.agents.length];
  if (agent === undefined) throw new Error(`rota ${rota.id} has no agents`);
  return { agent, from: new Date(begin(turn)), to: new Date(begin(turn + 1)) };
}

/** Who is on call at a moment, and by which number he is reached, as written; undefined before the rota begins. */
export function onCallAt(
  rota: Rota,
  agents: Policy['agents'],
  at: Date,
): (Turn & { readonly number: string | undefined }) | undefined {
  const turn = turnAt(rota, at);
  return turn && { ...turn, number: rota.number ?? agents.get(turn.agent)?.phone };
}

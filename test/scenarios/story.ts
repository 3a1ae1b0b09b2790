import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { readIntroductions } from '../../src/cli/coverage-table.ts';
import { readPeople } from '../../src/cli/people-table.ts';
import { readServices } from '../../src/cli/service-table.ts';
import type { ActCommand } from '../../src/desk/command.ts';
import type { TicketFacts } from '../../src/desk/facts.ts';
import type { NoticeKind, OutgoingKind } from '../../src/desk/notice.ts';
import type { MessageId } from '../../src/mail/mail.ts';
import type { LedgerRow } from '../../src/store/port.ts';
import { type DeskWorld, startDesk } from '../gateway/desk-world.ts';
import type { Received } from '../gateway/world.ts';
import { type Posted, post } from './mail-file.ts';

export { mail, unprovedMail } from './mail-file.ts';

/** A desk that comes with Spoc, at work on one row of what the desks say of themselves. */
export interface Story {
  /**
   * Lets the time pass to a moment in the desk's time zone (`Mon 2026-11-23 09:05`) and mails come in then; answers what the ledger says of them.
   * Fails when something went out before that the story has not told.
   */
  at(when: string, ...mails: readonly Posted[]): Promise<readonly LedgerRow[]>;
  /**
   * Somebody got a mail of this kind, the oldest that was not told yet, in which these words stand (subject, text or name of an attachment) and
   * those of `not(…)` do not. Each mail that goes out is told once.
   */
  told(who: string | readonly string[], kind: NoticeKind, ...says: readonly (string | RegExp | Absent)[]): Received;
  /** Somebody opens a ticket on the portal, now: by what `spoc ticket open --channel portal` does. */
  portal(who: string, subject: string, text: string): Promise<void>;
  /** Staff do something at the terminal, now (`spoc ticket …`). */
  act(number: string, ...acts: ActCommand['acts']): Promise<void>;
  /** A ticket as it is now. */
  ticket(number: string): Promise<TicketNow>;
  /** Enters clients, contacts and services from the tables of a folder here (`clients.csv`, `contacts.csv`, `services.csv`). */
  people(folder: string): Promise<void>;
  readonly world: DeskWorld;
}

/** What a story asks about a ticket. */
export interface TicketNow extends Omit<TicketFacts['ticket'], 'client' | 'requester'> {
  readonly subject: string;
  readonly requester: string | undefined;
  readonly client: string | undefined;
  readonly facts: TicketFacts['facts'];
  /** The kinds of its events, oldest first. */
  readonly events: readonly string[];
}

interface Absent {
  readonly not: string | RegExp;
}

/** Words that must not stand in a mail. */
export function not(words: string | RegExp): Absent {
  return { not: words };
}

/** A mail that went out and that the story has not told yet. */
interface Untold {
  readonly who: string;
  readonly kind: OutgoingKind;
  readonly mail: Received;
}

const HERE = import.meta.dirname;
const DESKS = resolve(HERE, '../../config/desks');
/** A story is a whole gateway: milliseconds that it may take on a busy machine. */
const SLOW = 120_000;
/** What a mail that was put together wrongly would show. */
const RESIDUE = /\{\{|\}\}|\bundefined\b|\[object |\bNaN\b|Invalid Date|\u27e6/;

/**
 * A test named after the row that it proves, run by the desk's own profile in `config/desks`; a desk that has none yet has as much of one as its rows
 * need in `desk.yaml` of its folder here.
 */
export function story(row: string, says: string, desk: string, tell: (story: Story) => Promise<void>): void {
  it(
    `${row}: ${says}`,
    async () => {
      const profile = [join(DESKS, `${desk}.yaml`), join(HERE, desk, 'desk.yaml')].find(existsSync);
      const world = await startDesk(`include: [${profile}]\ndata: data\n`);
      try {
        const untold: Untold[] = [];
        await tell(scene(world, untold));
        expect(untold.map(shown), 'mails that went out and were not told').toEqual([]);
      } finally {
        await world.close();
      }
    },
    SLOW,
  );
}

function scene(world: DeskWorld, untold: Untold[]): Story {
  const { settings, store } = world;
  const [desk] = settings.policy.desks.values();
  const [box] = settings.mailboxes.values();
  const receiver = box?.trusted[0];
  if (desk === undefined || receiver === undefined) throw new Error('the profile has a desk and a trusted receiver');
  const staff = [...settings.policy.agents.values()].flatMap(({ addresses }) => addresses);
  const counted = new Map<string, number>();
  let begun = false;

  const gather = async () => {
    for (const who of world.everybody()) {
      const mails = world.inbox(who);
      for (const mail of mails.slice(counted.get(who) ?? 0)) {
        const row = await store.read.outboxBy({
          messageId: (mail.messageId ?? '').replaceAll(/^<|>$/g, '') as MessageId,
        });
        if (row === undefined) throw new Error(`a mail to ${who} went out that the outbox does not know`);
        if (process.env.SPOC_SHOW_MAIL !== undefined)
          console.log(`${row.kind} to ${who}\n${wordsOf(mail)}\n${'='.repeat(80)}`);
        isFit(mail, who, staff);
        untold.push({ who, kind: row.kind, mail });
      }
      counted.set(who, mails.length);
    }
  };

  const run = async (command: Parameters<typeof world.core.operations.execute>[0]) => {
    expect(await world.core.operations.execute(command)).toMatchObject({ kind: 'done' });
    await world.tick();
    await gather();
  };

  const introduce = async (folder: string) => {
    const table = await readFile(join(HERE, folder, 'introductions.csv'), 'utf8').catch(() => undefined);
    if (table === undefined) return;
    const read = readIntroductions(table);
    if (read.kind === 'wrong') throw new Error(`${folder}/introductions.csv: ${JSON.stringify(read.problems)}`);
    const change = { kind: 'introductions', rows: read.rows, remove: 'others', dryRun: false } as const;
    expect(await world.core.operations.changeRegister(change)).toMatchObject({ kind: 'done' });
  };

  return {
    world,
    async at(when, ...mails) {
      expect(untold.map(shown), `mails that went out before ${when} and were not told`).toEqual([]);
      const moment = momentOf(when, desk.timeZone);
      if (!begun) world.clock = moment;
      begun = true;
      await world.until(moment);
      const posting = { date: world.clock, receiver, inbox: world.inbox };
      const rows: LedgerRow[] = [];
      for (const one of mails) rows.push(...(await world.send(await post(one, posting))));
      await gather();
      return rows;
    },
    told(who, kind, ...says) {
      const mails = (typeof who === 'string' ? [who] : who).map((one) => {
        const at = untold.findIndex((mail) => mail.who === one && mail.kind === kind);
        const [found] = at < 0 ? [] : untold.splice(at, 1);
        expect(found, `${kind} to ${one}; what went out: ${untold.map(shown).join(', ') || 'nothing'}`).toBeDefined();
        if (found === undefined) throw new Error('unreachable');
        // Where lines end is not the story's affair.
        const text = wordsOf(found.mail).replace(/\s+/g, ' ');
        for (const words of says) {
          if (typeof words === 'object' && 'not' in words) expect(text).not.toMatch(words.not);
          else expect(text).toMatch(words);
        }
        return found.mail;
      });
      const [first] = mails;
      if (first === undefined) throw new Error('nobody was named');
      return first;
    },
    async portal(who, subject, text) {
      const requester = await world.core.operations.contactFor(who, '');
      if (requester === undefined) throw new Error(`${who} can be no contact`);
      const chosen = { desk: desk.id, by: { kind: 'operator' }, channel: 'portal', type: 'request' } as const;
      const said = { priority: 'normal', direction: 'inbound', subject, text } as const;
      await run({ kind: 'open', ...chosen, ...said, requester: requester.id });
    },
    async act(number, ...acts) {
      const ticket = await store.read.ticketByNumber(number);
      if (ticket === undefined) throw new Error(`there is no ticket ${number}`);
      const said = { text: undefined, visibility: 'internal' } as const;
      await run({ kind: 'act', ticket, by: { kind: 'operator' }, acts, ...said });
    },
    async ticket(number) {
      const id = await store.read.ticketByNumber(number);
      const found = id && (await store.read.ticketFacts([id])).get(id);
      if (found === undefined) throw new Error(`there is no ticket ${number}`);
      const { ticket, subject, requester, client, facts, history } = found;
      const events = history.map(({ event }) => event.kind);
      return {
        ...ticket,
        subject,
        requester: requester.address ?? requester.name,
        client: client?.name,
        facts,
        events,
      };
    },
    async people(folder) {
      for (const kind of ['clients', 'contacts'] as const) {
        const text = await readFile(join(HERE, folder, `${kind}.csv`), 'utf8');
        const read = readPeople(kind, text, settings);
        if (read.kind === 'wrong') throw new Error(`${folder}/${kind}.csv: ${JSON.stringify(read.problems)}`);
        expect(await world.core.operations.importPeople(read.people)).toMatchObject({ kind: 'done' });
      }
      await introduce(folder);
      const services = await readFile(join(HERE, folder, 'services.csv'), 'utf8').catch(() => undefined);
      if (services === undefined) return;
      const read = readServices(services, 'csv');
      if (read.kind === 'wrong') throw new Error(`${folder}/services.csv: ${JSON.stringify(read.problems)}`);
      const change = { kind: 'services', rows: read.rows, remove: 'others', dryRun: false } as const;
      expect(await world.core.operations.changeRegister(change)).toMatchObject({ kind: 'done' });
    },
  };
}

/** No mail shows what it was made of, and none but staff sees the address of staff. */
function isFit(mail: Received, who: string, staff: readonly string[]): void {
  expect(`${mail.subject} ${mail.text} ${mail.html}`, `a mail to ${who}`).not.toMatch(RESIDUE);
  if (staff.includes(who as (typeof staff)[number])) return;
  const whole = `${mail.raw.toString()}\n${wordsOf(mail)}\n${mail.html}`;
  for (const address of staff) expect(whole.includes(address), `${address} stands in a mail to ${who}`).toBe(false);
}

function wordsOf({ subject, text, attachments }: Received): string {
  return [subject, text, ...attachments.map(({ filename }) => filename ?? '')].join('\n');
}

function shown({ who, kind, mail }: Untold): string {
  return `${kind} to ${who} (${mail.subject})`;
}

/** `Mon 2026-11-23 09:05` in a time zone; the day's name must be right. */
function momentOf(when: string, timeZone: string): Date {
  const [, name, day, time] = /^([A-Z][a-z]{2}) (\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})$/.exec(when) ?? [];
  const local = Temporal.PlainDateTime.from(`${day}T${time}`);
  const right = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][local.dayOfWeek - 1];
  if (name !== right) throw new Error(`${when}: that day is a ${right}`);
  return new Date(local.toZonedDateTime(timeZone).epochMilliseconds);
}

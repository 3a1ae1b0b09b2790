import { type FileHandle, open } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Settings } from '../config/settings.ts';
import type { ProductId } from '../desk/coverage/rules.ts';
import { addressKey } from '../mail/address.ts';
import type { Booking, ContactRecord, PersonTrace, StoredAttachment } from '../store/port.ts';
import { terminalAsker } from './ask.ts';
import { configured } from './configuration.ts';
import { changing, type Reading, reading } from './data.ts';
import { EXIT, type ExitCode, Failure } from './exit.ts';
import { address } from './given.ts';
import type { ForgetOptions } from './person.ts';
import { eventShape, factsShape, ledgerShape, messageShape, outboxShape } from './shapes.ts';
import { count, jsonLine, say, sayJson } from './terminal.ts';
import type { Common } from './ticket.ts';

/** How much there is of a person. */
interface Counted {
  readonly tickets: number;
  readonly open: number;
  readonly messages: number;
  readonly mails: number;
  readonly outgoing: number;
}

/** Takes a person out of everything, after asking. */
export async function forget(word: string, options: ForgetOptions): Promise<ExitCode> {
  const settings = await configured(options.config);
  const who = address(word);
  refuseStaff(settings, who);
  const counted = await reading(settings, async (open) => countedOf(open, await traceOf(open, who)));
  if (options.dryRun === true) {
    tell(counted, 'there', options);
    return EXIT.ok;
  }
  if (options.yes !== true && !(await agreed(who, counted))) return EXIT.ok;
  return changing(settings, async ({ operations }) => {
    const done = await operations.forget(who);
    if (done === undefined || done === null) throw unknown(who);
    if (done.kind === 'busy')
      throw new Failure(
        EXIT.later,
        `${count(done.waiting, 'mail')} of the person to be decided and ${count(done.unsent, 'mail')} about the tickets to be sent; nothing was changed`,
        'try again when they are through, or drop them: `spoc outbox list`, `spoc ledger --waiting`',
      );
    tell(counted, 'forgotten', options);
    return EXIT.ok;
  });
}

async function agreed(who: string, counted: Counted): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    throw new Failure(
      EXIT.usage,
      'this cannot be undone, and there is no terminal to ask',
      'say --yes, or --dry-run first',
    );
  say(summary(counted));
  const asker = terminalAsker(process.stdin, process.stdout);
  return asker.confirm({ message: `Forget ${who}? This cannot be undone.`, initial: false });
}

/** Staff stand in the configuration; an address there is no person's to be forgotten here. */
function refuseStaff(settings: Settings, who: string): void {
  const key = addressKey(who);
  const staff = [...settings.policy.agents.values(), ...settings.policy.desks.values()];
  if (staff.some(({ addresses }) => addresses.some((one) => addressKey(one) === key)))
    throw new Failure(EXIT.data, `${who} is an address of the configuration`, 'take it out there first');
}

/** Writes everything about one person to a file of mode 0600, piece by piece. */
export async function exportPerson(word: string, path: string, options: Common): Promise<void> {
  const settings = await configured(options.config);
  const who = address(word);
  await reading(settings, async (from) => {
    const trace = await traceOf(from, who);
    const counted = await countedOf(from, trace);
    const file = await open(resolve(path), 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') throw new Failure(EXIT.data, `${path} is there already`, 'name another file');
      throw error;
    });
    try {
      await writePerson(file, from, who, trace);
      await file.sync();
    } finally {
      await file.close();
    }
    tell(counted, `written to ${path}`, options);
  });
}

async function writePerson(file: FileHandle, from: Reading, who: string, trace: PersonTrace): Promise<void> {
  const { read, blobs } = from;
  const bytes = async (blob: StoredAttachment['blob']) =>
    blob === undefined ? null : (await blobs.get(blob)).toString('base64');
  const contact = trace.contact === undefined ? undefined : await read.contact(trace.contact);
  await file.write(`{"address":${jsonLine(who)},"contact":${jsonLine(contact ?? null)}`);
  const numbers = new Map<number, string>();
  await listTo(file, 'tickets', trace.tickets, async (id) => {
    const facts = (await read.ticketFacts([id])).get(id);
    if (facts === undefined) return undefined;
    numbers.set(id, facts.ticket.number);
    const { requester: _requester, watchers: _watchers, ...own } = factsShape(facts);
    const asked = trace.requested.includes(id);
    return { ...own, role: asked ? 'requester' : 'participant', events: (await read.events(id)).map(eventShape) };
  });
  await listTo(file, 'bookings', await bookingsOf(from, trace), async ({ ticket, at, by, minutes, text }) => ({
    ticket: numbers.get(ticket) ?? null,
    at: at.toISOString(),
    by,
    minutes,
    text,
  }));
  await writeRegisters(file, from, contact);
  await listTo(file, 'messages', trace.messages, async (key) => {
    const row = await read.message(key);
    if (row === undefined) return undefined;
    const shape = messageShape(row);
    const attachments = [];
    for (const [at, one] of row.attachments.entries())
      attachments.push({ ...shape.attachments[at], base64: await bytes(one.blob) });
    return { ...shape, ticket: numbers.get(row.ticket) ?? null, attachments };
  });
  await listTo(file, 'mails', trace.sent, async (id) => {
    const row = await read.ledgerRow(id);
    if (row === undefined) return undefined;
    const number = row.ticket === undefined ? undefined : numbers.get(row.ticket);
    return { ...ledgerShape(row, number), base64: await bytes(row.blob) };
  });
  await listTo(file, 'outgoing', trace.received, async (id) => {
    const row = await read.outgoing(id);
    if (row === undefined) return undefined;
    const number = row.ticket === undefined ? undefined : numbers.get(row.ticket);
    return { ...outboxShape(row, number), text: row.text, to: row.to, cc: row.cc };
  });
  await file.write('}\n');
}

/** Work that was booked on what he asked for. */
async function bookingsOf({ read }: Reading, { requested }: PersonTrace): Promise<readonly Booking[]> {
  const found: Booking[] = [];
  for (const ticket of requested) found.push(...(await read.bookings(ticket)));
  return found;
}

/** Rows of one person or client that are read: more than a register has of any. */
const MOST_ROWS = 1_000;

/** What the registers say of him: the products he was introduced to, and the hours that were agreed with his client. */
async function writeRegisters(file: FileHandle, { read }: Reading, record: ContactRecord | undefined): Promise<void> {
  const { id, client } = record ?? {};
  const introductions =
    id === undefined ? [] : await read.introductions({ contact: id, product: '' as ProductId }, MOST_ROWS);
  await listTo(
    file,
    'introductions',
    introductions.filter(({ contact }) => contact === id),
    async (one) => ({
      product: one.product,
      introduction: one.introduction,
      settings: one.settings,
      since: one.since?.toISOString() ?? null,
    }),
  );
  const hours = client === undefined ? [] : await read.agreedHours({ client, from: new Date(0) }, MOST_ROWS);
  await listTo(
    file,
    'agreedHours',
    hours.filter((one) => one.client === client),
    async ({ from, to }) => ({
      from: from.toISOString(),
      to: to.toISOString(),
    }),
  );
}

/** A list of the file's object; what is not there is passed over. */
async function listTo<T>(
  file: FileHandle,
  name: string,
  ids: readonly T[],
  shape: (id: T) => Promise<unknown>,
): Promise<void> {
  await file.write(`,\n${jsonLine(name)}:[`);
  let first = true;
  for (const id of ids) {
    const value = await shape(id);
    if (value === undefined) continue;
    await file.write(`${first ? '' : ','}\n${jsonLine(value)}`);
    first = false;
  }
  await file.write(']');
}

async function traceOf({ read }: Reading, who: string): Promise<PersonTrace> {
  const trace = await read.personTrace(who);
  if (trace === undefined) throw unknown(who);
  return trace;
}

function unknown(who: string): Failure {
  return new Failure(EXIT.missing, `nothing is remembered of ${who}`, '`spoc contact list` shows who is known');
}

async function countedOf({ read }: Reading, trace: PersonTrace): Promise<Counted> {
  const facts = await read.ticketFacts(trace.requested);
  const open = [...facts.values()].filter(({ ticket }) => ticket.doneAt === undefined).length;
  const { requested, messages, sent, received } = trace;
  return { tickets: requested.length, open, messages: messages.length, mails: sent.length, outgoing: received.length };
}

function summary({ tickets, open, messages, mails, outgoing }: Counted): string {
  const still = open === 0 ? '' : ` (${open} of them open)`;
  return `${count(tickets, 'ticket')}${still}, ${count(messages, 'message')}, ${count(mails, 'mail')} received, ${count(outgoing, 'mail')} sent`;
}

function tell(counted: Counted, result: string, options: Common): void {
  if (options.json === true) sayJson({ result, ...counted });
  else say(`${summary(counted)}: ${result}.`);
}

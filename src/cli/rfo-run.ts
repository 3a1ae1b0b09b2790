import { writeFile } from 'node:fs/promises';
import { timelineText } from '../delivery/render/timeline-text.ts';
import { timelineLines } from '../delivery/timeline-view.ts';
import type { TicketFacts } from '../desk/facts.ts';
import { deskOf } from '../desk/policy.ts';
import type { Queries, StoredAttachment } from '../store/port.ts';
import { configured } from './configuration.ts';
import { reading } from './data.ts';
import { EXIT, Failure } from './exit.ts';
import { textOf, ticketOf } from './given.ts';
import type { RfoShowOptions } from './rfo.ts';
import { preparedRenderer } from './start-run.ts';
import { colour, lines, moment, plain, say, sayJson, table } from './terminal.ts';
import type { ActOptions, Common } from './ticket.ts';
import { act } from './ticket-act.ts';

/** Incidents that are looked through for documents, the newest first. */
const MOST = 2_000;

/** Lists the documents that were asked for or issued. */
export async function listRfos(options: Common): Promise<void> {
  await reading(await configured(options.config), async ({ read }) => {
    const all = [...(await read.ticketFacts(await read.ticketsOfType('incident', MOST))).values()];
    const found = all.filter(({ ticket }) => ticket.care.rfo !== undefined).toSorted((a, b) => rank(a) - rank(b));
    const shapes = await Promise.all(found.map((facts) => shapeOf(read, facts)));
    if (options.json === true) return sayJson(shapes);
    if (shapes.length === 0) return say('No document on an outage was asked for.');
    const head = ['number', 'state', 'due', 'issued', 'subject'];
    say(
      table(
        head,
        found.map(({ ticket, subject }) => [
          ticket.number,
          ticket.care.rfo?.state ?? '',
          ticket.care.rfo?.due === undefined ? '–' : moment(ticket.care.rfo.due),
          ticket.care.rfo?.state === 'issued' ? moment(ticket.care.rfo.at) : '–',
          subject,
        ]),
        head.length - 1,
      ),
    );
  });
}

/** Those that are owed come first, by when. */
function rank({ ticket: { care } }: TicketFacts): number {
  return care.rfo?.state === 'asked'
    ? (care.rfo.due?.getTime() ?? 0)
    : Number.MAX_SAFE_INTEGER - (care.rfo?.at.getTime() ?? 0);
}

async function shapeOf(read: Queries, { ticket, subject }: TicketFacts) {
  const { rfo } = ticket.care;
  const file = await fileOf(read, ticket.care.rfo?.message);
  return {
    number: ticket.number,
    subject,
    state: rfo?.state ?? null,
    due: rfo?.due?.toISOString() ?? null,
    issuedAt: rfo?.state === 'issued' ? rfo.at.toISOString() : null,
    file: file?.filename ?? null,
  };
}

/** The document as it was sent. */
async function fileOf(
  read: Queries,
  message: NonNullable<TicketFacts['ticket']['care']['rfo']>['message'],
): Promise<StoredAttachment | undefined> {
  const row = message === undefined ? undefined : await read.message(message);
  return row?.attachments.findLast(
    ({ contentType, filename }) => contentType === 'application/pdf' && filename?.startsWith('rfo-'),
  );
}

/** Shows a document, or writes its PDF into a file. */
export async function showRfo(number: string, options: RfoShowOptions): Promise<void> {
  await reading(await configured(options.config), async ({ read, blobs }) => {
    const facts = await factsOf(read, number);
    const { rfo } = facts.ticket.care;
    const row = rfo?.message === undefined ? undefined : await read.message(rfo.message);
    const file = await fileOf(read, rfo?.message);
    if (options.output !== undefined) {
      if (file?.blob === undefined)
        throw new Failure(EXIT.missing, `${facts.ticket.number} has no document`, '`spoc rfo list` shows which have');
      const bytes = await blobs.get(file.blob);
      if (options.output === '-') {
        process.stdout.write(bytes);
        return;
      }
      await writeFile(options.output, bytes);
      say(`Written: ${options.output}`);
      return;
    }
    if (options.json === true)
      return sayJson({ ...(await shapeOf(read, facts)), text: row?.shown ?? null, size: file?.size ?? null });
    if (rfo === undefined) return say(`No document was asked for on ${facts.ticket.number}.`);
    const due = rfo.due === undefined ? '' : `, due ${moment(rfo.due)}`;
    const state = rfo.state === 'issued' ? `issued ${moment(rfo.at)}` : `asked for${due}`;
    say(`${colour.bold(facts.ticket.number)}  ${plain(facts.subject)}\n  ${state}`);
    if (row === undefined) return;
    say('');
    for (const line of lines(row.shown).trim().split('\n')) say(`  ${line}`);
    if (file !== undefined) say(colour.dim(`\n  + ${plain(file.filename ?? '')}: --output writes it`));
  });
}

/** Prints a text to begin with. */
export async function draftRfo(number: string, options: Common): Promise<void> {
  const settings = await configured(options.config);
  await reading(settings, async ({ read }) => {
    const facts = await factsOf(read, number);
    const desk = deskOf(settings.policy, facts.ticket.desk);
    const locale = desk.correspondence ?? facts.client?.locale ?? desk.locale;
    const words = preparedRenderer(settings).words({ locale, timeZone: desk.timeZone, labels: desk.statusLabels });
    const events = timelineLines(facts, settings.policy).map(
      (entry) => `- ${words.date(entry.at)}: ${timelineText(entry, words)}`,
    );
    const section = (name: 'cause' | 'timeline' | 'prevention', rows: readonly string[]) =>
      [`${words.say(`rfo.${name}`)}:`, ...rows, ''].join('\n');
    say([section('cause', ['']), section('timeline', events), section('prevention', [''])].join('\n'));
  });
}

/** Issues a document. */
export async function writeRfo(number: string, words: readonly string[], options: ActOptions): Promise<void> {
  await act(number, options, async () => ({ acts: [{ kind: 'rfo' }], text: await textOf(words) }));
}

async function factsOf(read: Queries, number: string): Promise<TicketFacts> {
  const id = await ticketOf(read, number);
  const facts = (await read.ticketFacts([id])).get(id);
  if (facts === undefined) throw new Failure(EXIT.missing, `there is no ticket ${number}`);
  return facts;
}

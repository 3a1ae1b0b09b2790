import { suggestion } from '../../config/nearest.ts';
import type { AgreedHours, Introduction, ProductId } from '../../desk/coverage/rules.ts';
import type { ClientId, ContactId } from '../../desk/ids.ts';
import type { Policy } from '../../desk/policy.ts';
import { addressKey } from '../../mail/address.ts';
import { type ClientHours, type ContactIntroduction, type Queries, RecordRefused, type Tx } from '../../store/port.ts';
import { ClientNames } from './client-names.ts';
import type { Shown } from './difference.ts';
import { enterEach, RowsRefused } from './refused.ts';

/** An introduction as tables have it; the contact goes by an address. */
export interface IntroductionRow {
  readonly id: string;
  readonly contact: string;
  readonly product: string;
  readonly introduction: Introduction['introduction'];
  readonly settings: Introduction['settings'];
  /** `2026-11-23`. */
  readonly since: string | undefined;
}

/** Agreed hours as tables have them; the client goes by company number or name, moments as ISO 8601 in UTC. */
export interface HoursRow {
  readonly id: string;
  readonly client: string;
  readonly from: string;
  readonly to: string;
}

const PAGE = 1000;

/** Under which an introduction stands in a table: `ana@x payroll`. */
export function introductionId(contact: string, product: string): string {
  return `${addressKey(contact)} ${product}`;
}

/** Under which agreed hours stand in a table. */
export function hoursId(client: string, from: string): string {
  return `${client} ${from}`;
}

/** All introductions. */
export async function allIntroductions(read: Queries): Promise<readonly ContactIntroduction[]> {
  const found: ContactIntroduction[] = [];
  for (;;) {
    const page = await read.introductions(found.at(-1), PAGE);
    found.push(...page);
    if (page.length < PAGE) return found;
  }
}

/** All hours that were agreed with clients. */
export async function allHours(read: Queries): Promise<readonly ClientHours[]> {
  const found: ClientHours[] = [];
  for (;;) {
    const page = await read.agreedHours(found.at(-1), PAGE);
    found.push(...page);
    if (page.length < PAGE) return found;
  }
}

/** How tables call a contact: by his first address, else by his id. */
export async function contactWord(read: Queries, id: ContactId): Promise<string> {
  const contact = await read.contact(id);
  return contact?.addresses[0] ?? `#${id}`;
}

/** The register of introductions as it stands, by id. */
export async function shownIntroductions(read: Queries): Promise<ReadonlyMap<string, Shown>> {
  const shown = new Map<string, Shown>();
  for (const { contact, product, introduction, settings, since } of await allIntroductions(read)) {
    const word = await contactWord(read, contact);
    shown.set(introductionId(word, product), { introduction, settings, since: dayOf(since) });
  }
  return shown;
}

/** The register of agreed hours as it stands, by id. */
export async function shownHours(read: Queries): Promise<ReadonlyMap<string, Shown>> {
  const clients = await ClientNames.read(read);
  return new Map(
    (await allHours(read)).map(({ client, from, to }) => [
      hoursId(clients.called(client), from.toISOString()),
      { to: to.toISOString() },
    ]),
  );
}

/** Enters introductions and takes others away; throws `RowsRefused`. */
export async function putIntroductions(
  tx: Tx,
  rows: readonly IntroductionRow[],
  going: readonly string[],
  policy: Policy,
): Promise<void> {
  const products = [...policy.desks.values()].flatMap(({ coverage }) => coverage?.products.map(({ id }) => id) ?? []);
  for (const one of await allIntroductions(tx))
    if (going.includes(introductionId(await contactWord(tx, one.contact), one.product)))
      await tx.removeIntroduction(one.contact, one.product);
  const problems = await enterEach(rows, async ({ contact, product, introduction, settings, since }) => {
    if (!products.includes(product as ProductId))
      throw new RecordRefused(
        `there is no product ${product}; ${suggestion(product, products) ?? '`coverage: { products: … }` of a desk makes one'}`,
      );
    const day = since === undefined ? undefined : new Date(`${since}T00:00:00Z`);
    await tx.putIntroduction(await contactNamed(tx, contact), {
      product: product as ProductId,
      introduction,
      settings,
      since: day,
    });
  });
  if (problems.length > 0) throw new RowsRefused(problems);
}

async function contactNamed(tx: Tx, word: string): Promise<ContactId> {
  const person = (await tx.people([word.toLowerCase()])).get(word.toLowerCase());
  if (person?.kind !== 'contact')
    throw new RecordRefused(`there is no contact with the address ${word}; \`spoc contact import\` enters one`);
  return person.contact.id;
}

/** Enters agreed hours and takes others away; throws `RowsRefused`. */
export async function putHours(tx: Tx, rows: readonly HoursRow[], going: readonly string[]): Promise<void> {
  const clients = await ClientNames.read(tx);
  for (const { client, from } of await allHours(tx))
    if (going.includes(hoursId(clients.called(client), from.toISOString()))) await tx.removeAgreedHours(client, from);
  const problems = await enterEach(rows, async ({ client, from, to }) => {
    const hours: AgreedHours = { from: new Date(from), to: new Date(to) };
    if (!(hours.to > hours.from)) throw new RecordRefused(`agreed hours end after they begin: ${from} – ${to}`);
    const id: ClientId = clients.needed(client);
    await tx.putAgreedHours(id, hours);
  });
  if (problems.length > 0) throw new RowsRefused(problems);
}

/** `2026-11-23`; empty where it is not known. */
export function dayOf(since: Date | undefined): string {
  return since === undefined ? '' : since.toISOString().slice(0, 10);
}

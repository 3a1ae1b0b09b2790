import type { ServiceId, TicketId } from '../../src/desk/ids.ts';
import type { Locale } from '../../src/desk/status.ts';
import { emailAddress } from '../../src/mail/address.ts';
import { type DeskWorld, startDesk } from './desk-world.ts';

/** The six languages in the order of the ports. */
export const SIX = ['en', 'sr', 'sl', 'sk', 'cs', 'mk'] as const satisfies readonly Locale[];

/** A network operator's desk for each language, on one mailbox; office hours by which it defers, and nobody waits for the other. */
export const NETWORK = `
data: data
mailboxes:
  demo: { embedded: { imap: 0, smtp: 0 },
    address: noc-en@spoc.test,
    default_desk: en }
agents:
${SIX.map((locale) => `  agent-${locale}: { name: Mira, address: agent-${locale}@staff.test, locale: ${locale} }`).join('\n')}
calendars:
  office: { hours: Mon-Fri 08:00-16:00, time_zone: Europe/Belgrade }
forms:
  fault: { ready: fault, fields: { service: { patterns: ['SVC-\\d{4,6}'] }, priority: {} } }
desks:
${SIX.map(
  (
    locale,
    at,
  ) => `  ${locale}: { name: NOC, address: noc-${locale}@spoc.test, mailbox: demo, prefix: N${at}, locale: ${locale}, time_zone: Europe/Belgrade, country: RS, agents: [agent-${locale}],
    form: { use: fault }, deferral: { impacts: [non-service-affecting], calendar: office },
    priorities: { usual_urgency: medium, suggested: { high: high }, matrix: {
      service-affecting: { high: urgent, medium: high, low: normal }, degradation: { high: high, medium: normal, low: low }, non-service-affecting: { high: normal, medium: low, low: low } } } }`,
).join('\n')}
limits: { answers_per_hour: 1000, answers_per_day: 1000 }
dns: 'off'
`.replace(
  /\{ embedded: ([^\n]*),\n {4}address: ([^,]*),\n {4}default_desk: en \}/,
  '\n    embedded: $1\n    address: $2\n    default_desk: en',
);

export const OWN_SERVICE = 'SVC-10042';
export const FOREIGN_SERVICE = 'SVC-20077';

/** The desk with two clients: ours, with `ana-LOCALE@client.example` in each language and a service, and another with one. */
export async function startNetwork(configuration: string = NETWORK): Promise<DeskWorld> {
  const world = await startDesk(configuration);
  const { operations } = world.core;
  const client = (name: string) => ({
    id: undefined,
    companyNumber: undefined,
    name,
    locale: undefined,
    domains: [],
    desk: undefined,
    level: undefined,
    calendar: undefined,
    matrix: undefined,
  });
  const ours = await operations.putClient(client('Klijent'));
  const other = await operations.putClient(client('Other'));
  for (const locale of SIX) await putContact(world, `ana-${locale}@client.example`, ours, locale);
  await world.store.write(async (tx) => {
    const rest = { circuits: [], level: undefined, matrix: undefined };
    await tx.putService({ ...rest, id: OWN_SERVICE as ServiceId, client: ours, name: 'Internet Novi Sad' });
    await tx.putService({ ...rest, id: FOREIGN_SERVICE as ServiceId, client: other, name: 'SECRETNAME' });
  });
  return world;
}

/** Enters a contact. */
export async function putContact(
  world: DeskWorld,
  address: string,
  client: Parameters<DeskWorld['core']['operations']['putContact']>[0]['client'],
  locale: Locale | undefined = undefined,
): Promise<void> {
  const made = emailAddress(address);
  if (made === undefined) throw new Error(address);
  const none = { businessUnit: undefined, position: undefined, landline: undefined, mobile: undefined };
  await world.core.operations.putContact({
    ...none,
    id: undefined,
    client,
    name: 'Ana',
    addresses: [made],
    locale,
    responsible: false,
  });
}

/** The newest ticket with its facts. */
export async function newest(world: DeskWorld) {
  const [row] = await world.store.read.tickets({ limit: 1 });
  const id = row?.id as TicketId;
  const found = (await world.store.read.ticketFacts([id])).get(id);
  if (found === undefined) throw new Error('there is no ticket');
  return found;
}

/** Facts as plain values, for comparing. */
export function plainFacts(facts: Awaited<ReturnType<typeof newest>>['facts']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(facts).map(([key, fact]) => [
      key,
      fact.kind === 'given' ? (fact.recognised ? fact.value : `?${fact.value}`) : fact.kind,
    ]),
  );
}

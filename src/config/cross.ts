import { addressKey, splitDetail } from '../mail/address.ts';
import type { EmailAddress } from '../mail/mail.ts';
import { checkAgreements } from './cross-agreement.ts';
import { checkAssignment } from './cross-assignment.ts';
import { checkCoverage } from './cross-coverage.ts';
import { checkDefects } from './cross-defect.ts';
import { checkEnrolments } from './cross-enrolment.ts';
import { checkForms } from './cross-form.ts';
import { checkPhones } from './cross-phone.ts';
import { checkProblems } from './cross-problem.ts';
import { checkReports } from './cross-report.ts';
import { checkRequestTypes } from './cross-request-type.ts';
import type { Document, Key } from './document.ts';
import { NAME, NAME_EXPECTED } from './fields.ts';
import { suggestion } from './nearest.ts';
import type { Report } from './report.ts';
import type { AgentInput, DeskInput } from './schema.ts';
import type { MailboxInput } from './schema-mailbox.ts';
import type { Parts } from './shape.ts';

/** RFC 5321 §4.5.3.1.1: a local part has 64 octets; a delimiter, `b-` and 32 digits stand behind ours. */
const MOST_LOCAL_PART = 64 - 35;

/** Where addresses stand in an agent's or a desk's entry. */
type Addressed = Pick<AgentInput, 'address' | 'addresses'> | Pick<DeskInput, 'address' | 'addresses'>;

/** What an agent or a desk says of its addresses, of either key. */
export function addressesOf({ address, addresses }: Addressed): readonly EmailAddress[] {
  return addresses?.map(bare) ?? (address === undefined ? [] : [address]);
}

/** The address of an entry that may say what it is for. */
function bare(entry: NonNullable<DeskInput['addresses']>[number]): EmailAddress {
  return typeof entry === 'string' ? entry : entry.address;
}

/** The only one of a table that has one. */
export function onlyOne(table: ReadonlyMap<string, unknown>): string | undefined {
  const [first] = table.keys();
  return table.size === 1 ? first : undefined;
}

/** The mailbox of a desk: named, or the only one. */
export function mailboxOf(desk: DeskInput, parts: Parts): string | undefined {
  return desk.mailbox ?? onlyOne(parts.mailboxes);
}

/** A name that another table should know. */
export function checkReference(
  document: Document,
  report: Report,
  path: readonly Key[],
  name: string,
  what: string,
  table: ReadonlyMap<string, unknown>,
): boolean {
  if (table.has(name)) return true;
  report.error(document, path, `there is no ${what} "${name}"`, suggestion(name, [...table.keys()]));
  return false;
}

/** Checks what one part says against the others; broken entries are left out of it. */
export function crossCheck(parts: Parts, document: Document, report: Report): void {
  for (const [section, table] of [
    ['mailboxes', parts.mailboxes],
    ['agents', parts.agents],
    ['desks', parts.desks],
    ['on_call', parts.rotas],
  ] as const) {
    for (const name of table.keys()) {
      if (!NAME.test(name)) report.keyError(document, [section, name], 'cannot be a name', `expected ${NAME_EXPECTED}`);
    }
  }
  for (const section of ['mailboxes', 'desks'] as const) {
    if (parts[section].size === 0 && document.value[section] !== undefined && document.value[section] !== null) {
      report.error(document, [section], 'has no entry', `at least one of the ${section}`);
    }
  }
  checkDesks(parts, document, report);
  checkAgents(parts, document, report);
  checkPhones(parts, document, report);
  checkEnrolments(parts, document, report);
  checkDefects(parts, document, report);
  checkProblems(parts, document, report);
  checkAssignment(parts, document, report);
  checkLmtp(parts, document, report);
  checkForms(parts, document, report);
  checkReports(parts, document, report);
  checkAgreements(parts, document, report);
  checkRequestTypes(parts, document, report);
  checkCoverage(parts, document, report);
  checkOperator(parts, document, report);
}

/** Exactly one of `address` and `addresses`, each address once. Answers them with where they stand. */
function ownAddresses(
  document: Document,
  report: Report,
  path: readonly Key[],
  entry: Addressed,
): readonly { readonly address: EmailAddress; readonly path: readonly Key[] }[] {
  if (entry.address !== undefined && entry.addresses !== undefined) {
    report.keyError(document, [...path, 'address'], 'stands beside addresses', 'put it into the list');
  }
  if (entry.address === undefined && entry.addresses === undefined) {
    report.missing(document, path, 'has no address', 'say `address: name@example.com`');
  }
  if (entry.addresses === undefined) {
    return entry.address === undefined ? [] : [{ address: entry.address, path: [...path, 'address'] }];
  }
  return entry.addresses.map((one, index) => {
    const at = [...path, 'addresses', index];
    return { address: bare(one), path: typeof one === 'string' ? at : [...at, 'address'] };
  });
}

function checkDesks(parts: Parts, document: Document, report: Report): void {
  const byAddress = new Map<string, string>();
  const byPrefix = new Map<string, string>();
  for (const [id, desk] of parts.desks) {
    if (desk === undefined) continue;
    const path = ['desks', id];
    checkDeskReferences(id, desk, parts, document, report);
    const mailbox = parts.mailboxes.get(mailboxOf(desk, parts) ?? '');
    for (const own of ownAddresses(document, report, path, desk)) {
      claim(document, report, byAddress, own, id, 'desk');
      if (mailbox === undefined || !takesAdditions(mailbox)) continue;
      const { base, detail } = splitDetail(own.address, mailbox.delimiter);
      const hint = 'another address, another `delimiter`, or `plus_addresses: false` at its mailbox';
      if (detail !== undefined) {
        const what = `what follows the "${mailbox.delimiter}" of ${own.address} would be taken for a reply token`;
        report.error(document, own.path, what, hint);
      } else if (base.lastIndexOf('@') > MOST_LOCAL_PART) {
        const what = `with a reply token behind it ${own.address} would be longer than an address may be`;
        report.error(
          document,
          own.path,
          what,
          `at most ${MOST_LOCAL_PART} characters before the @, or \`plus_addresses: false\``,
        );
      }
    }
    const other = byPrefix.get(desk.prefix);
    if (other === undefined) byPrefix.set(desk.prefix, id);
    else
      report.error(
        document,
        [...path, 'prefix'],
        `desk ${other} has the prefix ${desk.prefix} as well`,
        'each desk has its own',
      );
  }
}

function checkDeskReferences(id: string, desk: DeskInput, parts: Parts, document: Document, report: Report): void {
  const path = ['desks', id];
  const name = mailboxOf(desk, parts);
  if (name === undefined) {
    const known = [...parts.mailboxes.keys()].join(', ');
    if (known !== '') report.missing(document, path, 'has no mailbox', `say \`mailbox:\`, one of ${known}`);
  } else if (
    desk.mailbox === undefined ||
    checkReference(document, report, [...path, 'mailbox'], name, 'mailbox', parts.mailboxes)
  ) {
    if (parts.mailboxes.get(name)?.smtp === 'none') {
      report.error(
        document,
        [...path, 'mailbox'],
        `the mailbox ${name} only reads (\`smtp: none\`)`,
        'a desk needs one that sends',
      );
    }
  }
  for (const [index, agent] of desk.agents.entries()) {
    const at = [...path, 'agents', index];
    checkReference(document, report, at, agent, 'agent', parts.agents);
    if (desk.agents.indexOf(agent) < index) report.error(document, at, `${agent} stands twice`, 'keep one');
  }
  if (desk.agents.length === 0 && !report.broken([...path, 'agents']))
    report.warning(document, path, 'has no agents', 'nobody is told of its tickets');
}

function checkAgents(parts: Parts, document: Document, report: Report): void {
  const ours = ourAddresses(parts);
  const byAddress = new Map<string, string>();
  const working = new Set([
    ...[...parts.desks.values()].flatMap((desk) => [
      ...(desk?.agents ?? []),
      desk?.problems?.manager ?? '',
      ...(desk?.report?.managers ?? []),
    ]),
    // A manager may do nothing but be told of what takes too long.
    ...[...parts.escalations.values()].flatMap((matrix) => matrix?.levels.flatMap(({ agents }) => agents) ?? []),
  ]);
  const someBroken = report.broken(['desks']) || report.broken(['escalations']);
  for (const [id, agent] of parts.agents) {
    if (agent === undefined) continue;
    for (const own of ownAddresses(document, report, ['agents', id], agent)) {
      claim(document, report, byAddress, own, id, 'agent');
      const who = ours(own.address);
      if (who !== undefined) {
        report.error(
          document,
          own.path,
          `${own.address} is the address of ${who}: mail would go round in a circle`,
          "the agent's own address",
        );
      }
    }
    if (!working.has(id) && !someBroken) {
      report.warning(document, ['agents', id], 'works at no desk', 'name the agent under `agents:` of a desk');
    }
  }
}

/** Says whose an address is, if it is ours, with or without an addition. */
function ourAddresses(parts: Parts): (address: EmailAddress) => string | undefined {
  const owners = new Map<string, string>();
  for (const [id, box] of parts.mailboxes) {
    const address = box && mailboxAddress(box);
    if (address !== undefined) owners.set(addressKey(address), `the mailbox ${id}`);
  }
  for (const [id, desk] of parts.desks) {
    for (const address of desk === undefined ? [] : addressesOf(desk))
      owners.set(addressKey(address), `the desk ${id}`);
  }
  const boxes = [...parts.mailboxes.values()].filter((box) => box !== undefined && takesAdditions(box));
  const delimiters = new Set(boxes.map((box) => box?.delimiter ?? '+'));
  return (address) =>
    owners.get(addressKey(address)) ??
    [...delimiters]
      .map((delimiter) => owners.get(addressKey(splitDetail(address, delimiter).base)))
      .find((owner) => owner !== undefined);
}

/** Whether mail to `address+token@…` reaches the mailbox: only where that was tried is it safe to rely on. */
export function takesAdditions(box: MailboxInput): boolean {
  return box.plus_addresses ?? box.embedded !== undefined;
}

/** The mailbox's own address: said, or its IMAP user where that is one. */
export function mailboxAddress(box: MailboxInput): EmailAddress | undefined {
  if (box.address !== undefined) return box.address;
  const user = box.imap?.user;
  return user !== undefined && /^[^\s<>@]+@[^\s<>@]+$/.test(user) ? (user as EmailAddress) : undefined;
}

function claim(
  document: Document,
  report: Report,
  claimed: Map<string, string>,
  own: { readonly address: EmailAddress; readonly path: readonly Key[] },
  id: string,
  what: string,
): void {
  const key = addressKey(own.address);
  const other = claimed.get(key);
  if (other === undefined) claimed.set(key, id);
  else if (other === id) report.error(document, own.path, `${own.address} stands twice`, 'keep one');
  else report.error(document, own.path, `${own.address} is the ${what} ${other}'s as well`, `each ${what} has its own`);
}

function checkOperator(parts: Parts, document: Document, report: Report): void {
  const operator = parts.whole?.operator;
  if (operator === undefined) return;
  const who = ourAddresses(parts)(operator.address);
  if (who !== undefined) {
    const what = `${operator.address} is the address of ${who}: mail would go round in a circle`;
    report.error(document, ['operator', 'address'], what, "the operator's own address");
  }
  if (operator.desk !== undefined)
    checkReference(document, report, ['operator', 'desk'], operator.desk, 'desk', parts.desks);
}

function checkLmtp(parts: Parts, document: Document, report: Report): void {
  const lmtp = parts.whole?.lmtp;
  if (lmtp === undefined) return;
  const name = lmtp.mailbox ?? onlyOne(parts.mailboxes);
  if (name === undefined)
    report.missing(
      document,
      ['lmtp'],
      'has no mailbox',
      `say \`mailbox:\`, one of ${[...parts.mailboxes.keys()].join(', ')}`,
    );
  else if (lmtp.mailbox !== undefined)
    checkReference(document, report, ['lmtp', 'mailbox'], name, 'mailbox', parts.mailboxes);
}

import { setImmediate } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { MailboxSettings, Settings } from '../config/settings.ts';
import { backoff } from '../delivery/backoff.ts';
import { BOUNCE_MARK } from '../delivery/compose.ts';
import { decide } from '../desk/decide.ts';
import type { Outcome } from '../desk/facts.ts';
import type { AgentId } from '../desk/ids.ts';
import { agentAddresses } from '../desk/policy.ts';
import type { KnownParties } from '../mail/authenticity/flags.ts';
import type { Classification, HeaderField, MessageId } from '../mail/mail.ts';
import type { Store, Tx, WaitingMail } from '../store/port.ts';
import { storageTrouble } from '../store/trouble.ts';
import { type Authenticator, judgeSender, knownParties, type SenderEvidence } from './authenticate.ts';
import { bodiesOf } from './bodies.ts';
import { carryOut, type Execution, idsOf } from './execute.ts';
import { decideHeld } from './held.ts';
import { loadMailFacts } from './load-facts.ts';
import { type Addresses, createAddresses, mailCommand, spamMark } from './mail-command.ts';
import type { Reader, ReadMail } from './read-mail.ts';
import type { Scanned, Scanner } from './scan.ts';

/** What the pipeline works with. */
export interface PipelineParts {
  readonly store: Store;
  readonly settings: Settings;
  readonly execution: Execution;
  readonly reader: Reader;
  readonly authenticator: Authenticator;
  /** Undefined: mail is not scanned. */
  readonly scanner: Scanner | undefined;
  readonly log: Logger;
  readonly now: () => Date;
  /** In [0, 1). */
  readonly random: () => number;
  readonly onDecided?: ((mail: Decided) => void) | undefined;
}

/** A mail that was decided, for those who watch. */
export interface Decided {
  readonly outcome: Outcome;
  readonly arrivedAt: Date;
  readonly at: Date;
  readonly messageId: MessageId | undefined;
  readonly headers: readonly HeaderField[];
}

/** A mail on its way: kept, read, and with what is known of its sender. */
interface InHand {
  readonly waiting: WaitingMail;
  readonly read: ReadMail;
  readonly evidence: SenderEvidence;
  readonly scanned: Scanned;
}

/** As we make them; `desk+b-team@` is somebody's own idea. */
const BOUNCE_TOKEN = new RegExp(`^${BOUNCE_MARK}[a-z0-9]{20,}$`);

/** So long (milliseconds) mails are decided before they are committed: what else is to be written waits for that. */
const COMMIT_AFTER = 20;
/** How long a mail that failed waits for its next try, at first and at most (milliseconds). */
const RETRY = { first: 5_000, cap: 3_600_000 };
/** How long a mail waits whose attachments found no room (milliseconds). */
const FOR_ROOM = 30_000;

/**
 * The life of a mail after it was kept: understand → place → decide → commit. (Acknowledging is the mailbox's own affair: it looks for
 * settled mail.) One call works off one batch; it answers how many mails were settled or put off.
 */
export function createPipeline(parts: PipelineParts): { readonly step: () => Promise<number> } {
  const { store, settings, reader, authenticator, scanner, now } = parts;
  const addresses = createAddresses(settings);
  const agents = agentAddresses(settings.policy);
  const known = knownParties(settings);
  const prefixes = [...settings.policy.desks.values()].map((desk) => desk.prefix);
  /** The mailbox whose turn was last. */
  let served: string | undefined;

  const understand = async (waiting: WaitingMail): Promise<InHand | Error> => {
    try {
      const read = await reader.read(waiting);
      const trusted = settings.mailboxes.get(mailboxOf(settings, waiting).id)?.trusted ?? [];
      const evidence = await authenticator.examine(read.understood.mail, read.raw, trusted);
      // What a person let pass is not asked about again.
      const scans = waiting.released ? undefined : scanner;
      const scanned = (await scans?.scan(read.raw, waiting.size)) ?? { kind: 'clean' };
      return { waiting, read, evidence, scanned };
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  };

  /** Read already while those before it are decided. */
  let ahead: readonly OnTheWay[] = [];

  const readNext = async (behind: readonly OnTheWay[]): Promise<readonly OnTheWay[]> => {
    const { batchMails, batchBytes } = settings.intake;
    const inHand = new Set(behind.map(({ waiting }) => waiting.id));
    // One half is decided while the other is read; of large mails, one while the next is.
    const most = inHand.size + Math.ceil(batchMails / 2);
    const bytes = behind.reduce((sum, { waiting }) => sum + waiting.size, batchBytes);
    const found = await store.read.waiting(now(), most, bytes, served);
    served = found.at(-1)?.source.mailbox ?? served;
    return found.flatMap((waiting) => (inHand.has(waiting.id) ? [] : [onTheWay(waiting, understand(waiting))]));
  };

  /** Decides mails from the front, in one commit, until the next is not read yet or others have waited long enough. */
  const decideSome = (batch: OnTheWay[]) =>
    store.write(async (tx) => {
      const until = performance.now() + COMMIT_AFTER;
      for (let one = batch[0]; one?.read !== undefined && performance.now() < until; one = batch[0]) {
        batch.shift();
        if (one.read instanceof Error) await putOff(tx, one.waiting, one.read, parts);
        else await settle(tx, one.read, { ...parts, addresses, agents, known, prefixes });
        // Servers that wait for a word of ours get it between two mails.
        await setImmediate();
      }
    });

  return {
    step: async () => {
      const batch = [...(ahead.length > 0 ? ahead : await readNext([]))];
      const count = batch.length;
      ahead = count === 0 ? [] : await readNext(batch);
      while (batch[0] !== undefined) {
        await batch[0].done;
        await decideSome(batch);
      }
      return count;
    },
  };
}

/** A mail that is being read. */
interface OnTheWay {
  readonly waiting: WaitingMail;
  /** Undefined until `done`. */
  readonly read: InHand | Error | undefined;
  readonly done: Promise<void>;
}

function onTheWay(waiting: WaitingMail, reading: Promise<InHand | Error>): OnTheWay {
  const one = {
    waiting,
    read: undefined as InHand | Error | undefined,
    done: reading.then((read) => {
      one.read = read;
    }),
  };
  return one;
}

interface Settling extends PipelineParts {
  readonly addresses: Addresses;
  readonly agents: ReadonlyMap<string, AgentId>;
  readonly known: KnownParties;
  readonly prefixes: readonly string[];
}

/** Decides and commits one mail; a mail that fails rolls back alone and is tried again later. */
async function settle(tx: Tx, inHand: InHand, parts: Settling): Promise<void> {
  const { waiting } = inHand;
  const at = parts.now();
  try {
    const outcome = await tx.savepoint((inner) => decideOne(inner, inHand, parts, at));
    parts.log.info({ ledger: waiting.id, outcome: outcome.kind, ticket: outcome.ticket }, 'mail');
    parts.onDecided?.({
      outcome: outcome.kind,
      arrivedAt: waiting.arrivedAt,
      at,
      messageId: inHand.read.understood.mail.messageId,
      headers: inHand.read.understood.mail.headers,
    });
  } catch (error) {
    if (storageTrouble(error) !== undefined) throw error; // the whole batch is tried again; no mail is at fault
    await putOff(tx, waiting, error instanceof Error ? error : new Error(String(error)), parts);
  }
}

async function decideOne(tx: Tx, { waiting, read, evidence, scanned }: InHand, parts: Settling, at: Date) {
  const { settings, addresses, agents } = parts;
  const execution = await heldAfterRestore(tx, waiting, parts.execution);
  const { policy } = execution;
  const box = mailboxOf(settings, waiting);
  const envelope = waiting.source.kind === 'imap' ? undefined : waiting.source.recipient;
  const addressing = addresses.read(read.understood.mail, envelope);
  const desk = addressing.desk ?? box.defaultDesk;
  if (desk === undefined) throw new Error(`mailbox ${box.id} has no default desk, and the mail names none`);
  const { forwarded } = read.understood;
  const understood = {
    ...read.understood,
    classification: await kindOf(tx, read, addressing.tokens, addresses),
    // A mail of ours that is forwarded back to us is nobody's request.
    forwarded: forwarded !== undefined && addresses.isOwn(forwarded.from.address) ? undefined : forwarded,
  };
  const { mail } = understood;
  // DMARC is judged by what receivers and signatures say; what of ours a mail cites changes nothing about it.
  // Who logged in to send it is proved by that, and DMARC may fail for the very reason that he did.
  const { dmarc, reason, level } = judgeSender(mail, evidence, [], parts.known);
  const forged = settings.spam.holdDmarcFail && dmarc === 'fail' && level !== 'proved' ? reason : undefined;
  const spam = spamMark(mail.headers, settings.spam) ?? forged;
  const command = mailCommand(waiting.id, understood, addressing, desk, parts.prefixes, {
    spam,
    released: waiting.released,
    quiet: waiting.quiet,
    quarantine: quarantineOf(scanned),
    blocked: read.blocked.filter((rule) => rule !== undefined).length,
    arrivedAt: waiting.arrivedAt,
  });
  const copyOf = await tx.copyOf(
    waiting.id,
    desk,
    mail.messageId,
    understood.fingerprint,
    waiting.blob,
    level === 'proved',
  );
  const facts = await loadMailFacts(tx, command, {
    agents,
    copyOf,
    tokenLife: policy.limits.tokenLife,
    now: at,
    policy,
    answers: execution.answers,
    judge: (citations) => judgeSender(mail, evidence, citations, parts.known),
  });
  const decision = decide({ command, facts }, policy, at, idsOf(tx, policy));
  const { outcome } = decision;
  if (outcome === undefined) throw new Error('a mail was decided without an outcome');
  await tx.recordReading(waiting.id, {
    desk,
    from: mail.from[0]?.address ?? '',
    subject: mail.subject,
    messageId: mail.messageId,
    fingerprint: understood.fingerprint,
    mailKind: understood.classification.kind,
    authenticity: facts.authenticity.level,
  });
  const attachments = decision.messages.some((message) => message.source === 'mail')
    ? await read.storeAttachments(tx)
    : [];
  const bodies = bodiesOf(decision, understood, waiting.id, attachments);
  const about = {
    subject: mail.subject,
    at: mail.date ?? waiting.arrivedAt,
    mailbox: waiting.source.mailbox,
    sentTo: addressing.sentTo,
  };
  await carryOut(tx, decision, bodies, execution, at, about);
  for (const act of decision.decided) await decideHeld(tx, act, ` by mail ${waiting.id}`, execution, at);
  const unscanned = scanned.kind === 'passed' ? [`not scanned: ${scanned.why}`] : [];
  const reasons = [...outcome.reasons, ...unscanned, ...mail.remarks.map((remark) => `reading: ${remark}`)];
  await tx.settle(waiting.id, outcome.kind, outcome.ticket, reasons, { kind: 'gateway' }, at);
  if (copyOf !== undefined && (await tx.ledgerRow(copyOf))?.removed === 'forgotten') await tx.forgetMail(waiting.id);
  return outcome;
}

/**
 * After a restore, mail that arrived before it may have been decided and answered by what the backup lacks: what goes out because of it
 * waits for the operator, so that nobody is answered twice.
 */
async function heldAfterRestore(tx: Tx, { arrivedAt }: WaitingMail, execution: Execution): Promise<Execution> {
  const restored = await tx.restoredAt();
  return restored !== undefined && arrivedAt <= restored ? { ...execution, delivery: 'hold' } : execution;
}

function quarantineOf(scanned: Scanned): string | undefined {
  if (scanned.kind === 'infected') return `malware: ${scanned.name}`;
  return scanned.kind === 'refused' ? `it could not be scanned: ${scanned.why}` : undefined;
}

/** The mail's kind as its content says, but for what only we can know: it is our own, or it came to a bounce address. */
async function kindOf(
  tx: Tx,
  { understood }: ReadMail,
  tokens: readonly string[],
  addresses: Addresses,
): Promise<Classification> {
  const { classification, mail } = understood;
  if (mail.messageId !== undefined && (await tx.issued([mail.messageId])).has(mail.messageId)) {
    if ((await tx.outboxBy({ messageId: mail.messageId }))?.kind === 'canary')
      return { kind: 'canary', reasons: ['our own canary, sent to see that mail comes and goes'], bounce: undefined };
    return { kind: 'own', reasons: ['its Message-ID is one that we issued'], bounce: undefined };
  }
  if (classification.kind === 'human' && tokens.some((token) => BOUNCE_TOKEN.test(token))) {
    return { kind: 'auto-reply', reasons: ['it was sent to a bounce address'], bounce: undefined };
  }
  const { forwarded } = understood;
  if (classification.kind === 'auto-reply' && forwarded !== undefined && addresses.isOwn(forwarded.from.address)) {
    return { kind: 'own', reasons: ['a rule of a mail server hands mail of ours back to us'], bounce: undefined };
  }
  if (classification.kind === 'list' && ownList(mail.headers, addresses)) {
    return { kind: 'human', reasons: ['it came through a list that is our own address'], bounce: undefined };
  }
  return classification;
}

/** A group address (a Google Group, say) hands its mail on as a list: people who write to it write to the desk. */
function ownList(headers: readonly HeaderField[], addresses: Addresses): boolean {
  const posts = headers.filter((header) => header.name === 'list-post').map((header) => header.value);
  return posts.some((value) =>
    [...value.matchAll(/mailto:([^>?\s]{3,254})/gi)].some((match) => addresses.isOwn(match[1] ?? '')),
  );
}

/** Puts a mail that failed on the list again, later each time; after the last try it is quarantined and never blocks another. */
async function putOff(
  tx: Tx,
  waiting: WaitingMail,
  error: Error,
  { settings, log, now, random }: PipelineParts,
): Promise<void> {
  const at = now();
  // Its attachments found no room: it waits for that, however long, and no try is counted.
  if (storageTrouble(error) !== undefined)
    return tx.waitLonger(waiting.id, error.message, new Date(at.getTime() + FOR_ROOM));
  const attempt = waiting.attempts + 1;
  log.warn({ ledger: waiting.id, attempt, err: error }, 'mail failed');
  if (attempt >= settings.policy.limits.attempts) {
    const reasons = [`failed ${attempt} times, last: ${error.message}`, 'spoc held release tries it again'];
    await tx.settle(waiting.id, 'quarantined', undefined, reasons, { kind: 'gateway' }, at);
    return;
  }
  await tx.retryLater(waiting.id, error.message, new Date(at.getTime() + backoff(attempt, RETRY, random())));
}

/** The mailbox by whose rules a mail is read; one that was removed from the configuration leaves its mail to the first that has a desk. */
function mailboxOf(settings: Settings, { source }: WaitingMail): MailboxSettings {
  const boxes = [...settings.mailboxes.values()];
  const box =
    boxes.find((one) => one.id === source.mailbox) ?? boxes.find((one) => one.defaultDesk !== undefined) ?? boxes[0];
  if (box === undefined) throw new Error('no mailbox is configured');
  return box;
}

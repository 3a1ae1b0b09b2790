import type { Settings } from '../config/settings.ts';
import { letGo } from '../delivery/breaker.ts';
import type { ActCommand } from '../desk/command.ts';
import type { Contact } from '../desk/facts.ts';
import type { ClientId, ContactId, LedgerId, MessageKey, OutboxId, TicketId } from '../desk/ids.ts';
import type { EmailAddress } from '../mail/mail.ts';
import type { ClientRecord, ContactRecord, LedgerRow, Queries, Store } from '../store/port.ts';
import { contactAt, type Execution, execute, OPERATOR, type StaffCommand } from './execute.ts';
import { type ImportResult, importMail } from './import/import.ts';
import { checkAgreed } from './import/known-names.ts';
import { importPeople, type PeopleImported, type PeopleRows } from './import/people.ts';
import { changeRegister, type RegisterChange, type RegisterChanged } from './import/registers.ts';
import type { Keeper } from './keep.ts';
import type { Policies } from './policies.ts';
import { type MailboxReconciled, type OpenMailbox, type ReconcileAsked, reconcile } from './reconcile.ts';

/** What a command of staff came to. */
export type Executed =
  | { readonly kind: 'done'; readonly tickets: readonly TicketId[]; readonly notices: number }
  | { readonly kind: 'refused'; readonly why: string };

/** What became of each mail that a person decided about. */
export interface HeldResult {
  readonly id: LedgerId;
  readonly result: 'released' | 'sent' | 'dropped' | 'unknown' | 'not-held';
}

/**
 * All that a person can change from outside the mail: the terminal uses it, through the gateway's socket or by itself when no gateway runs
 * (DESIGN §2, one writer). Plain data in, plain data out, so that it crosses a socket.
 */
export interface Operations {
  execute(command: StaffCommand): Promise<Executed>;
  /** Held, refused or quarantined mail goes through after all; an answer that waited is sent. */
  releaseHeld(ids: readonly LedgerId[]): Promise<readonly HeldResult[]>;
  dropHeld(ids: readonly LedgerId[], as: 'spam' | 'refused'): Promise<readonly HeldResult[]>;
  /** Undefined ids: everything on hold. Answers how many. */
  releaseOutbox(ids: readonly OutboxId[] | undefined): Promise<number>;
  dropOutbox(ids: readonly OutboxId[]): Promise<number>;
  putClient(client: ClientRecord): Promise<ClientId>;
  putContact(contact: ContactRecord): Promise<ContactId>;
  /** Enters all of them or, when any is refused, none. */
  importPeople(people: PeopleRows): Promise<PeopleImported>;
  /** Changes a register: all that is asked or, when a row is refused, nothing. */
  changeRegister(change: RegisterChange): Promise<RegisterChanged>;
  /** The contact with this address, entered now when there is none. */
  contactFor(address: string, name: string): Promise<Contact | undefined>;
  /** Takes older mail in, without any notice. */
  importMail(path: string, mailbox: string, recipient: string): Promise<ImportResult>;
  /** Compares mailboxes with the ledger and takes in what it does not know; without a name all of them. */
  reconcile(asked: ReconcileAsked): Promise<readonly MailboxReconciled[]>;
}

/** What operations work with. */
export interface OperationsParts {
  readonly store: Store;
  readonly settings: Settings;
  readonly execution: Execution;
  readonly policies: Policies;
  readonly keeper: Keeper;
  readonly now: () => Date;
  /** Something was committed that others work on: mail to decide, mail to send. */
  readonly onChange: () => void;
  /** Logs in to a mailbox. */
  readonly openMailbox: OpenMailbox;
}

/** The outcomes that a person can still change. */
const CHANGEABLE = ['held', 'refused', 'quarantined', 'spam', 'failed', 'automatic', 'auto-reply', 'loop'] as const;

function isChangeable({ outcome }: LedgerRow): boolean {
  return outcome !== undefined && (CHANGEABLE as readonly string[]).includes(outcome);
}

/** What a mail became on its ticket. */
interface OnTicket {
  readonly ticket: TicketId;
  readonly message: MessageKey;
  /** It is an answer that has not been sent. */
  readonly waits: boolean;
}

async function answerOf(store: Queries, { id, ticket }: LedgerRow): Promise<OnTicket | undefined> {
  if (ticket === undefined) return undefined;
  const row = (await store.messages(ticket)).find((message) => message.ledger === id);
  return row && { ticket, message: row.key, waits: row.held };
}

function onAnswer({ ticket, message }: OnTicket, kind: 'send' | 'discard'): ActCommand {
  return { kind: 'act', ticket, by: OPERATOR, acts: [{ kind, message }], text: undefined, visibility: 'client' };
}

/** Operations on an open store, by its one writer. */
export function createOperations(parts: OperationsParts): Operations {
  const { store, settings, execution, keeper, now, onChange, openMailbox } = parts;
  const changed = async <T>(work: Promise<T>): Promise<T> => {
    const result = await work;
    onChange();
    return result;
  };

  const operations: Operations = {
    execute: (command) =>
      changed(
        store.write(async (tx) => {
          const { refusal, decision } = await execute(tx, command, execution, now());
          if (refusal !== undefined) return { kind: 'refused', why: refusal };
          return {
            kind: 'done',
            tickets: decision.changes.map((change) => change.ticket),
            notices: decision.notices.length,
          };
        }),
      ),

    releaseHeld: async (ids) => {
      const results: HeldResult[] = [];
      for (const id of ids) results.push({ id, result: await releaseOne(id) });
      onChange();
      return results;
    },

    dropHeld: (ids, as) =>
      changed(
        store.write(async (tx) => {
          const results: HeldResult[] = [];
          for (const id of ids) {
            const row = await tx.ledgerRow(id);
            const open = row !== undefined && isChangeable(row);
            const answer = open ? await answerOf(tx, row) : undefined;
            if (answer?.waits) await execute(tx, onAnswer(answer, 'discard'), execution, now());
            else if (open) await tx.settle(id, as, row.ticket, [`dropped by the operator as ${as}`], OPERATOR, now());
            results.push({ id, result: row === undefined ? 'unknown' : open ? 'dropped' : 'not-held' });
          }
          return results;
        }),
      ),

    releaseOutbox: (ids) =>
      changed(
        store.write(async (tx) => {
          if (ids === undefined) await letGo(tx);
          return tx.releaseOutbox(ids, 'queued', now());
        }),
      ),
    dropOutbox: (ids) => changed(store.write((tx) => tx.releaseOutbox(ids, 'dropped', now()))),
    putClient: (client) =>
      store.write(async (tx) => {
        checkAgreed(client, execution.policy);
        return tx.putClient(client);
      }),
    putContact: (contact) => store.write((tx) => tx.putContact(contact)),
    importPeople: (people) => importPeople(store, people, execution.policy),
    changeRegister: (change) => changeRegister(store, change, parts.policies),

    contactFor: (address, name) => store.write((tx) => contactAt(tx, address as EmailAddress, name)),

    importMail: (path, mailbox, recipient) =>
      changed(importMail(path, { keeper, mailbox, recipient, now, spool: store.blobs.spool })),
    reconcile: (asked) => changed(reconcile(asked, { store, settings, keeper, now, openMailbox })),
  };

  /** A held answer is sent; other mail is decided once more, past the checks that held it. */
  const releaseOne = async (id: LedgerId): Promise<HeldResult['result']> => {
    const row = await store.read.ledgerRow(id);
    if (row === undefined) return 'unknown';
    if (!isChangeable(row)) return 'not-held';
    const answer = await answerOf(store.read, row);
    if (answer?.waits) {
      const done = await operations.execute(onAnswer(answer, 'send'));
      return done.kind === 'done' ? 'sent' : 'not-held';
    }
    if (answer !== undefined) return 'not-held'; // it is on its ticket, and would be there twice
    await store.write((tx) => tx.requeue(id, OPERATOR, 'released by the operator', now()));
    return 'released';
  };

  return operations;
}

import type { Settings } from '../config/settings.ts';
import { letGo } from '../delivery/breaker.ts';
import type { Contact, HeldAct } from '../desk/facts.ts';
import type { ClientId, ContactId, LedgerId, OutboxId, TicketId } from '../desk/ids.ts';
import type { EmailAddress } from '../mail/mail.ts';
import type { ClientRecord, ContactRecord, Forgotten, Store } from '../store/port.ts';
import { contactAt, type Execution, execute, type StaffCommand } from './execute.ts';
import { decideHeld, type HeldResult } from './held.ts';
import { type ImportResult, importMail } from './import/import.ts';
import { checkAgreed } from './import/known-names.ts';
import { importPeople, type PeopleImported, type PeopleRows } from './import/people.ts';
import { changeRegister, type RegisterChange, type RegisterChanged } from './import/registers.ts';
import type { Keeper } from './keep.ts';
import type { Policies } from './policies.ts';
import { reckonAll } from './reckon.ts';
import { type MailboxReconciled, type OpenMailbox, type ReconcileAsked, reconcile } from './reconcile.ts';
import { type StatementAsked, sendStatement } from './statements.ts';

/** What a command of staff came to. */
export type Executed =
  | { readonly kind: 'done'; readonly tickets: readonly TicketId[]; readonly notices: number }
  | { readonly kind: 'refused'; readonly why: string };

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
  /** Mails a client's statement of a month; answers how many mails that makes. */
  sendStatement(asked: StatementAsked): Promise<number>;
  /** Takes older mail in, without any notice. */
  importMail(path: string, mailbox: string, recipient: string): Promise<ImportResult>;
  /** Compares mailboxes with the ledger and takes in what it does not know; without a name all of them. */
  reconcile(asked: ReconcileAsked): Promise<readonly MailboxReconciled[]>;
  /** Takes a person out of all that is remembered; undefined when nothing is remembered of him. */
  forget(address: string): Promise<Forgotten | undefined>;
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

/** Operations on an open store, by its one writer. */
export function createOperations(parts: OperationsParts): Operations {
  const { store, settings, execution, keeper, now, onChange, openMailbox } = parts;
  const changed = async <T>(work: Promise<T>): Promise<T> => {
    const result = await work;
    onChange();
    return result;
  };

  const decided = (act: HeldAct): Promise<HeldResult> => store.write((tx) => decideHeld(tx, act, '', execution, now()));

  return {
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

    // One by one: a mail that cannot be released keeps back none of the others.
    releaseHeld: async (ids) => {
      const results: HeldResult[] = [];
      for (const id of ids) results.push(await decided({ mail: id, act: 'release' }));
      onChange();
      return results;
    },

    dropHeld: async (ids, as) => {
      const results: HeldResult[] = [];
      for (const id of ids) results.push(await decided({ mail: id, act: as === 'spam' ? 'spam' : 'drop' }));
      onChange();
      return results;
    },

    releaseOutbox: (ids) =>
      changed(
        store.write(async (tx) => {
          if (ids === undefined) await letGo(tx);
          return tx.releaseOutbox(ids, 'queued', now());
        }),
      ),
    dropOutbox: (ids) => changed(store.write((tx) => tx.releaseOutbox(ids, 'dropped', now()))),
    putClient: (client) =>
      changed(
        store.write(async (tx) => {
          checkAgreed(client, execution.policy);
          await reckonAll(tx);
          return tx.putClient(client);
        }),
      ),
    putContact: (contact) => store.write((tx) => tx.putContact(contact)),
    importPeople: (people) => changed(importPeople(store, people, execution.policy)),
    changeRegister: (change) => changed(changeRegister(store, change, parts.policies)),

    contactFor: (address, name) => store.write((tx) => contactAt(tx, address as EmailAddress, name)),

    sendStatement: (asked) => changed(store.write((tx) => sendStatement(tx, asked, execution, now()))),
    importMail: (path, mailbox, recipient) =>
      changed(importMail(path, { keeper, mailbox, recipient, now, spool: store.blobs.spool })),
    forget: (address) => store.forget({ address }, now()),
    reconcile: (asked) => changed(reconcile(asked, { store, settings, keeper, now, openMailbox })),
  };
}

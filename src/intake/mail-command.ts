import type { Settings, SpamSettings } from '../config/settings.ts';
import type { MailCommand } from '../desk/command.ts';
import type { DeskId, LedgerId } from '../desk/ids.ts';
import { addressKey, splitDetail } from '../mail/address.ts';
import { readClientWord } from '../mail/client-words.ts';
import type { HeaderField, Mailbox, MessageId, ParsedMail } from '../mail/mail.ts';
import { cleanSubject, ticketNumbersIn } from '../mail/subject.ts';
import type { Understood } from './understand.ts';

/** Where a mail was sent, as far as it concerns us: desks, the details of our plus-addresses, and everybody else. */
export interface Addressing {
  readonly desk: DeskId | undefined;
  readonly otherDesks: readonly DeskId[];
  readonly tokens: readonly string[];
  /** The first of our addresses that it names, lower case, without an addition. */
  readonly sentTo: string | undefined;
  /** The From line is an address of ours. */
  readonly fromUs: boolean;
  /** To and Cc without our own addresses. */
  readonly to: readonly Mailbox[];
  readonly cc: readonly Mailbox[];
}

/** Recipients that are looked at; beyond them a mail is a mass mailing. */
const MAX_RECIPIENTS = 200;

/** Characters of such a header that are read. */
const MAX_VALUE = 5_000;

/** Knows our own addresses: built once from the settings. */
export interface Addresses {
  /** Reads recipients; `envelope` is the RCPT TO of a mail that came by pipe or LMTP. */
  read(mail: ParsedMail, envelope: string | undefined): Addressing;
  isOwn(address: string): boolean;
}

/** Compiles the addresses of all desks and mailboxes. */
export function createAddresses(settings: Settings): Addresses {
  const desks = new Map<string, DeskId>();
  const own = new Map<string, string>(); // address → delimiter of its mailbox
  for (const box of settings.mailboxes.values()) {
    for (const address of box.ownAddresses) own.set(addressKey(address), box.plusAddresses ? box.delimiter : '');
  }
  for (const { desk } of settings.desks.values()) {
    for (const address of desk.addresses) desks.set(addressKey(address), desk.id);
  }
  const delimiters = [...new Set([...own.values()])].filter((delimiter) => delimiter !== '');

  /** Our address behind a recipient, with the detail after its delimiter. */
  const ours = (address: string): { readonly key: string; readonly detail: string | undefined } | undefined => {
    const key = addressKey(address);
    if (own.has(key)) return { key, detail: undefined };
    for (const delimiter of delimiters) {
      const { base, detail } = splitDetail(key, delimiter);
      if (detail !== undefined && own.get(base) === delimiter) return { key: base, detail };
    }
    return undefined;
  };

  return {
    isOwn: (address) => ours(address) !== undefined,
    read(mail, envelope) {
      const traces = ['delivered-to', 'x-original-to', 'resent-to', 'x-forwarded-to'].flatMap((name) =>
        headerValues(mail.headers, name).flatMap(addressesIn),
      );
      const listed = [...mail.to, ...mail.cc].slice(0, MAX_RECIPIENTS).map((one) => one.address as string);
      const found = [...listed, ...traces, ...(envelope === undefined ? [] : [envelope])].flatMap(
        (one) => ours(one) ?? [],
      );
      const named = [...new Set(found.flatMap(({ key }) => desks.get(key) ?? []))];
      const others = (list: readonly Mailbox[]) =>
        list.slice(0, MAX_RECIPIENTS).filter((one) => ours(one.address) === undefined);
      return {
        fromUs: mail.from[0] !== undefined && ours(mail.from[0].address) !== undefined,
        desk: named[0],
        sentTo: found.find(({ key }) => desks.has(key))?.key,
        otherDesks: named.slice(1),
        tokens: [...new Set(found.flatMap(({ detail }) => detail ?? []))],
        to: others(mail.to),
        cc: others(mail.cc),
      };
    },
  };
}

function headerValues(headers: readonly HeaderField[], name: string): readonly string[] {
  return headers
    .filter((header) => header.name === name)
    .slice(0, 10)
    .map((header) => header.value.replace(/^<|>$/g, '').trim());
}

/** The addresses of a header's value, whatever stands around them. */
function addressesIn(value: string): readonly string[] {
  return (value.slice(0, MAX_VALUE).match(/[^\s<>,;:"()]+@[^\s<>,;:"()]+/g) ?? []).slice(0, MAX_RECIPIENTS);
}

/** Which header marks a mail as spam; undefined when none does. */
export function spamMark(headers: readonly HeaderField[], spam: SpamSettings): string | undefined {
  for (const rule of spam.headers) {
    for (const { name, value } of headers) {
      if (name !== rule.header.toLowerCase()) continue;
      const marked =
        rule.kind === 'says'
          ? value.trim().toLowerCase().startsWith(rule.word.toLowerCase())
          : Number.parseFloat(value) >= rule.score;
      if (marked) return `header ${rule.header}: ${value.slice(0, 80)}`;
    }
  }
  return undefined;
}

/** What the mail marks itself as: the first of the headers that programs use for it (RFC 2156, and what others send). */
function importanceHeader(headers: readonly HeaderField[]): string | undefined {
  const names = ['importance', 'x-priority', 'x-msmail-priority', 'priority'];
  return names.flatMap((name) => headers.filter((header) => header.name === name))[0]?.value;
}

/** The ids that a mail cites, the likeliest first: In-Reply-To, then References from the last to the first. */
export function citedIds(mail: ParsedMail): readonly MessageId[] {
  return [...new Set([...mail.inReplyTo, ...[...mail.references].reverse()])];
}

/** Makes the command of an understood mail. */
export function mailCommand(
  ledger: LedgerId,
  { mail, reading, classification, commands, body, forwarded }: Understood,
  addressing: Addressing,
  desk: DeskId,
  prefixes: readonly string[],
  {
    arrivedAt,
    ...rest
  }: Pick<MailCommand, 'spam' | 'released' | 'quiet' | 'blocked' | 'quarantine'> & { readonly arrivedAt: Date },
): MailCommand {
  return {
    kind: 'mail',
    ledger,
    desk,
    otherDesks: addressing.otherDesks.filter((other) => other !== desk),
    mailKind: classification.kind,
    kindReasons: classification.reasons,
    bounce: classification.bounce,
    from: mail.from,
    fromUs: addressing.fromUs,
    to: addressing.to,
    cc: addressing.cc,
    messageId: mail.messageId,
    tokens: addressing.tokens,
    cites: citedIds(mail),
    numbers: ticketNumbersIn(mail.subject, prefixes),
    subject: cleanSubject(mail.subject, prefixes),
    commands,
    body,
    visible: reading.visible,
    full: reading.full,
    doubt: reading.strict.doubt,
    word: readClientWord(reading.strict.text),
    sentTo: addressing.sentTo,
    html: mail.html,
    importance: importanceHeader(mail.headers),
    writtenAt: mail.date ?? arrivedAt,
    attachments: mail.attachments.filter((one) => !(one.inline && one.contentId !== undefined)).length,
    attachmentBytes: mail.attachments.reduce((sum, one) => sum + (one.leftOut === undefined ? one.size : 0), 0),
    forwarded,
    ...rest,
  };
}

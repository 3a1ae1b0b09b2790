import { Readable } from 'node:stream';
import type { FetchMessageObject, FetchQueryObject } from 'imapflow';
import { messageId } from '../../mail/address.ts';
import type { MessageId } from '../../mail/mail.ts';
import type { Session } from './session.ts';
import { uidSet } from './uids.ts';

/** What the server says of a mail before it is fetched. */
export interface Listed {
  readonly uid: number;
  /** RFC822.SIZE: some servers only estimate it, so it decides how to fetch, never what is true. */
  readonly size: number;
  readonly arrivedAt: Date | undefined;
}

/** What came of a set; `error` is why the rest did not. */
export interface Fetched<T> {
  readonly got: readonly T[];
  readonly error: unknown;
}

/** Sizes and arrival dates of a set of mails, ascending by UID; mails that are gone are missing from the answer. */
export async function listSizes(session: Session, uids: readonly number[]): Promise<Fetched<Listed>> {
  const got: Listed[] = [];
  const error = await fetchEach(session, uids, { uid: true, size: true, internalDate: true }, (mail) => {
    if (mail.size === undefined) return false;
    got.push({ uid: mail.uid, size: mail.size, arrivedAt: dateOf(mail.internalDate) });
    return true;
  });
  return { got: got.toSorted((a, b) => a.uid - b.uid), error };
}

/** The same with the Message-ID, as the server reads it out of the header. */
export async function listWithIds(
  session: Session,
  uids: readonly number[],
): Promise<Fetched<Listed & { readonly messageId: MessageId | undefined }>> {
  if (uids.length === 0) return { got: [], error: undefined };
  const got: (Listed & { readonly messageId: MessageId | undefined })[] = [];
  const error = await fetchEach(
    session,
    uids,
    { uid: true, size: true, internalDate: true, envelope: true },
    (mail) => {
      if (mail.size === undefined) return false;
      const id = messageId(mail.envelope?.messageId ?? '');
      got.push({ uid: mail.uid, size: mail.size, arrivedAt: dateOf(mail.internalDate), messageId: id });
      return true;
    },
  );
  return { got: got.toSorted((a, b) => a.uid - b.uid), error };
}

/** Raw bytes of a set of mails. BODY.PEEK, so that `\Seen` stays as people left it. */
export async function fetchRaw(
  session: Session,
  uids: readonly number[],
): Promise<Fetched<{ readonly uid: number; readonly raw: Buffer }>> {
  const got: { uid: number; raw: Buffer }[] = [];
  const error = await fetchEach(session, uids, { uid: true, source: true }, (mail) => {
    // RFC 2180 §4.1: for a mail that another session expunged a server may answer NIL or an empty string.
    if (mail.source === undefined || mail.source.length === 0) return false;
    got.push({ uid: mail.uid, raw: mail.source });
    return true;
  });
  return { got, error };
}

/** The mail was no longer there when its next piece was asked for. */
export class MailGone extends Error {
  override readonly name = 'MailGone';
}

const PIECE = 1024 * 1024;

/** Raw bytes of one large mail, fetched piece by piece while the stream is read. Fails with `MailGone`. */
export function streamRaw(session: Session, uid: number): Readable {
  return Readable.from(piecesOf(session, uid), { objectMode: false, highWaterMark: PIECE });
}

async function* piecesOf(session: Session, uid: number): AsyncGenerator<Buffer> {
  const ask = (start: number) => {
    const query = { uid: true, source: { start, maxLength: PIECE } };
    const asked = session.step('UID FETCH a piece', session.client.fetchOne(`${uid}`, query, { uid: true }));
    // It may fail while the piece before it is still being written, and is told of when its turn comes.
    asked.catch(() => undefined);
    return asked;
  };
  let next = ask(0);
  try {
    for (let start = 0; ; start += PIECE) {
      const mail = await next;
      if (!mail || mail.uid !== uid) throw new MailGone(`UID ${uid} is gone`);
      const piece = mail.source ?? Buffer.alloc(0);
      if (start === 0 && piece.length === 0) throw new MailGone(`UID ${uid} came empty`);
      // Shorter: the end. Longer: a server that knows no partial fetch sent all of it.
      const last = piece.length !== PIECE;
      // The server looks for the next one while this one is written.
      if (!last) next = ask(start + PIECE);
      if (piece.length > 0) yield piece;
      if (last) return;
    }
  } finally {
    // A reader that stops in the middle leaves no command behind.
    await next.catch(() => undefined);
  }
}

async function fetchEach(
  session: Session,
  uids: readonly number[],
  query: FetchQueryObject,
  take: (mail: FetchMessageObject) => boolean,
): Promise<unknown> {
  const asked = new Set(uids);
  const mails = session.client.fetch(uidSet(uids), query, { uid: true });
  try {
    for (;;) {
      const next = await session.step('UID FETCH', mails.next());
      if (next.done) return undefined;
      // Servers interleave changed flags, of these mails and of others, with the answers.
      if (asked.has(next.value.uid) && take(next.value)) asked.delete(next.value.uid);
    }
  } catch (error) {
    return error;
  }
}

function dateOf(value: Date | string | undefined): Date | undefined {
  const date = typeof value === 'string' ? new Date(value) : value;
  return date === undefined || Number.isNaN(date.getTime()) ? undefined : date;
}

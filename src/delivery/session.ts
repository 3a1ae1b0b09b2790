import { Readable } from 'node:stream';
import { domainToASCII } from 'node:url';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { withoutSecret } from '../config/secret.ts';
import type { MessageId } from '../mail/mail.ts';
import { relayAlias } from './alias.ts';
import { LOGINS, logIn, type SessionLogin } from './login.ts';
import { type Phase, resultOfError } from './smtp-error.ts';
import type { SendResult } from './verdict.ts';

/** How long each step of a session may take, in milliseconds (RFC 5321 §4.5.3.2). */
export interface Timeouts {
  /** DNS, TCP, TLS, greeting and EHLO together. */
  readonly connect: number;
  readonly login: number;
  /** MAIL, RCPT and DATA together. */
  readonly envelope: number;
  /** Silence while the mail is being handed over. */
  readonly idle: number;
  /** Handing over the whole of a mail. */
  readonly content: number;
  /** The last reply: a relay may scan the mail before it gives it. */
  readonly final: number;
}

export const TIMEOUTS: Timeouts = {
  connect: 30_000,
  login: 30_000,
  envelope: 120_000,
  idle: 180_000,
  content: 1_800_000,
  final: 600_000,
};

export interface SessionOptions {
  readonly host: string;
  readonly port: number;
  readonly tls: 'implicit' | 'starttls' | 'none';
  readonly ca: string | undefined;
  readonly login: SessionLogin;
  readonly timeouts: Timeouts;
}

/** One mail on the wire: its envelope has one recipient. */
export interface WireMail {
  /** Empty for `<>`. */
  readonly from: string;
  readonly to: string;
  readonly messageId: MessageId;
  /** Whether its bytes go beyond ASCII (RFC 6152). */
  readonly eightBit: boolean;
  /** The same bytes at every call; opened only once the relay has said 354. */
  readonly open: () => Readable | Buffer;
  /** Called when all but the end has been handed over. The end leaves when it has resolved, and never when it rejects. */
  readonly handing: () => Promise<void>;
}

/** One SMTP connection, logged in; sends one mail at a time. */
export interface SmtpSession {
  /** Mails sent or refused so far. */
  readonly mails: number;
  /** False once the connection is closed, or was left in a state that cannot be trusted. */
  readonly usable: boolean;
  send(mail: WireMail, signal: AbortSignal): Promise<SendResult>;
  /** Says QUIT and closes. */
  quit(): void;
  /** Closes at once. */
  close(): void;
}

type Failure = SendResult & { readonly kind: 'refused' | 'lost' };

/** Connects and logs in. TLS is verified, and STARTTLS, where asked for, required. */
export async function openSession(
  options: SessionOptions,
  signal: AbortSignal,
): Promise<{ readonly kind: 'open'; readonly session: SmtpSession } | Failure> {
  const { timeouts } = options;
  const connection = new SMTPConnection({
    host: options.host,
    port: options.port,
    secure: options.tls === 'implicit',
    requireTLS: options.tls === 'starttls',
    ignoreTLS: options.tls === 'none',
    tls: {
      minVersion: 'TLSv1.2',
      rejectUnauthorized: true,
      ...(options.ca === undefined ? {} : { ca: options.ca }),
    },
    dnsTimeout: timeouts.connect,
    connectionTimeout: timeouts.connect,
    greetingTimeout: timeouts.connect,
    socketTimeout: timeouts.idle,
    socketCloseTimeout: 1_000,
    maxResponseSize: 64 * 1024,
    customAuth: LOGINS,
  });
  const bounded = bindBound(connection, signal);
  const connected = await bounded('connect', timeouts.connect, (done) => connection.connect(done));
  if (connected !== undefined) return connected;
  const failed = await bounded('login', timeouts.login, (done) => logIn(connection, options.login, done));
  if (failed !== undefined) {
    connection.close();
    const password = options.login.kind === 'password' ? options.login.password : undefined;
    return { ...failed, text: withoutSecret(failed.text, password) };
  }
  return { kind: 'open', session: sessionOf(connection, options) };
}

/** Runs one step of opening: its error, or the connection's, or the clock's, whichever comes first; undefined when it went well. */
function bindBound(connection: SMTPConnection, signal: AbortSignal) {
  return (
    step: 'connect' | 'login',
    ms: number,
    work: (done: (error?: Error | null) => void) => void,
  ): Promise<Failure | undefined> =>
    new Promise((resolve) => {
      const settle = (failure: Failure | undefined): void => {
        clearTimeout(timer);
        connection.off('error', onError);
        connection.off('end', onEnd);
        signal.removeEventListener('abort', onAbort);
        // An error after this one (a late reset) must not end the process.
        connection.on('error', ignore);
        resolve(failure);
      };
      const stop = (text: string): void => {
        settle({ kind: 'lost', step, handed: false, text });
        connection.close();
      };
      const onError = (error: Error): void => settle(failureOf(error, step));
      const onEnd = (): void => settle({ kind: 'lost', step, handed: false, text: 'connection closed' });
      const onAbort = (): void => stop('stopped by the gateway');
      const timer = setTimeout(() => stop(`no answer within ${Math.round(ms / 1000)} s (${step})`), ms);
      connection.on('error', onError);
      connection.on('end', onEnd);
      if (signal.aborted) {
        onAbort();
        return;
      }
      signal.addEventListener('abort', onAbort, { once: true });
      work((error) => settle(error ? failureOf(error, step) : undefined));
    });
}

function ignore(): void {}

function failureOf(error: Error, phase: Phase): Failure {
  const result = resultOfError(error, phase);
  return result.kind === 'refused' || result.kind === 'lost'
    ? result
    : { kind: 'lost', step: phase === 'connect' ? 'connect' : 'login', handed: false, text: error.message };
}

function sessionOf(connection: SMTPConnection, options: SessionOptions): SmtpSession {
  let mails = 0;
  let sound = true;
  const close = (): void => {
    sound = false;
    connection.close();
  };
  connection.on('end', () => {
    sound = false;
  });
  return {
    get mails() {
      return mails;
    },
    get usable() {
      return sound && !connection.destroyed;
    },
    async send(mail, signal) {
      const { result, reset } = await sendOne(connection, options, mail, signal);
      mails += 1;
      if (result.kind === 'sent') return result;
      if (!reset || !(await resetSession(connection, options.timeouts.envelope))) close();
      return result;
    },
    quit() {
      if (sound && !connection.destroyed) connection.quit();
      sound = false;
      // QUIT's reply is a courtesy; nobody waits for it longer than a second.
      setTimeout(() => connection.close(), 1_000).unref();
    },
    close,
  };
}

/** `reset`: the session is in step with the relay and can go on after RSET. */
interface Sent {
  readonly result: SendResult;
  readonly reset: boolean;
}

function sendOne(
  connection: SMTPConnection,
  options: SessionOptions,
  mail: WireMail,
  signal: AbortSignal,
): Promise<Sent> {
  return new Promise((resolve) => {
    const { timeouts } = options;
    let phase: Phase = 'envelope';
    let timer: NodeJS.Timeout;
    let over = false;
    const settle = (sent: Sent): void => {
      over = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      resolve(sent);
    };
    const stop = (text: string): void => {
      settle({ result: resultOfError(new Error(text), phase), reset: false });
      connection.close();
    };
    const onAbort = (): void => stop('stopped by the gateway');
    const enter = (next: Phase, ms: number): void => {
      if (over) return;
      phase = next;
      clearTimeout(timer);
      const what = next === 'handed' ? 'last reply' : next;
      timer = setTimeout(() => stop(`no answer within ${Math.round(ms / 1000)} s (${what})`), ms);
    };
    enter('envelope', timeouts.envelope);
    if (signal.aborted) {
      onAbort();
      return;
    }
    signal.addEventListener('abort', onAbort, { once: true });
    const envelope = {
      from: mail.from === '' ? (false as const) : mail.from,
      to: [wireAddress(mail.to)],
      use8BitMime: mail.eightBit,
    };
    const content = contentOf(
      mail,
      () => enter('content', timeouts.content),
      () => enter('handed', timeouts.final),
    );
    connection.send(envelope, content, (error, info) => {
      if (error) {
        const result = resultOfError(error, phase);
        return settle({ result, reset: result.kind === 'refused' && result.code !== 421 && phase !== 'content' });
      }
      if (phase !== 'handed') {
        // A relay that says 250 before it has seen the end has not understood us.
        return settle({
          result: { kind: 'lost', step: 'message', handed: false, text: 'answered out of step' },
          reset: false,
        });
      }
      const alias = relayAlias(info.response, options.host, mail.messageId);
      settle({ result: { kind: 'sent', response: info.response, alias }, reset: false });
    });
  });
}

/**
 * The bytes of a mail, read only after the relay has said 354. "Handed" is said before the end leaves, so that doubt is never on the wrong side.
 */
function contentOf(mail: WireMail, onBegin: () => void, onHanded: () => void): Readable {
  let pieces: AsyncIterator<Buffer> | undefined;
  let begun = false;
  const next = async (): Promise<Buffer | null> => {
    const piece = await pieces?.next();
    if (piece !== undefined && piece.done !== true) return piece.value;
    await mail.handing();
    onHanded();
    return null;
  };
  return new Readable({
    read() {
      if (!begun) {
        begun = true;
        onBegin();
        const content = mail.open();
        if (Buffer.isBuffer(content)) {
          this.push(content);
          return;
        }
        pieces = (content as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
      }
      next().then(
        (piece) => this.push(piece),
        (error: Error) => this.destroy(error),
      );
    },
    destroy(error, done) {
      const closed = pieces?.return?.() ?? Promise.resolve();
      closed.then(
        () => done(error),
        () => done(error),
      );
    },
  });
}

/** A domain goes over the wire in its ASCII form (RFC 5891), which needs no extension; a local part beyond ASCII stays as it is. */
function wireAddress(address: string): string {
  const at = address.lastIndexOf('@');
  const [local, domain] = [address.slice(0, at), address.slice(at + 1)];
  // Nothing but letters is to be changed here: domainToASCII reads as a URL does, and would drop line ends.
  if (!/^[\x21-\x7e]+$/.test(local) || !/^[a-z0-9.\x80-\uffff-]+$/i.test(domain) || /^[\x21-\x7e]+$/.test(domain))
    return address;
  return `${local}@${domainToASCII(domain) || domain}`;
}

function resetSession(connection: SMTPConnection, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), ms);
    const settle = (fine: boolean): void => {
      clearTimeout(timer);
      connection.off('end', onEnd);
      resolve(fine);
    };
    const onEnd = (): void => settle(false);
    connection.on('end', onEnd);
    connection.reset((error) => settle(!error));
  });
}

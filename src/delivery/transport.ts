import type { EmailAddress } from '../mail/mail.ts';
import type { DeliveryLog } from './log.ts';
import { withoutAddresses } from './log.ts';
import type { SessionLogin } from './login.ts';
import { openSession, type SmtpSession, TIMEOUTS, type Timeouts, type WireMail } from './session.ts';
import { refusesSender, type SendResult } from './verdict.ts';

/** Hands out an access token that is good for at least the next minute; throws with a word for the operator when consent is gone. */
export interface TokenSource {
  accessToken(): Promise<string>;
  /** Forgets a token that the relay refused, so that the next one is new. */
  forget?(token: string): void;
}

/** An account on a relay. */
export interface SmtpAccount {
  /** The mailbox's name in the configuration, for logs. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** `starttls` never falls back to plain text; certificates are always verified. */
  readonly tls: 'implicit' | 'starttls' | 'none';
  /** PEM certificates that are trusted instead of the system's. */
  readonly ca?: string | undefined;
  /** Undefined for a relay that asks for no login. */
  readonly user: string | undefined;
  /** Undefined with a token source. */
  readonly password: string | undefined;
  /** The mailbox's own address: the envelope sender that every relay of this account accepts. */
  readonly address: EmailAddress;
  /** How many connections at once; 4 when not said (Microsoft 365 closes beyond 3 per mailbox: it then answers 4xx, and we come again). */
  readonly connections?: number | undefined;
  /** How many mails over one connection; 100 when not said. */
  readonly mailsPerConnection?: number | undefined;
}

export interface TransportOptions {
  readonly log: DeliveryLog;
  readonly tokens?: TokenSource | undefined;
  readonly timeouts?: Partial<Timeouts> | undefined;
}

/** What hands mails to one relay account, over several connections with many mails each. */
export interface Transport {
  readonly name: string;
  /** How many mails may be on the way at once; the outbox keeps to it. */
  readonly connections: number;
  /** One try. Never throws: what happened is in the answer. */
  send(mail: WireMail, signal: AbortSignal): Promise<SendResult>;
  /** Connects and logs in; undefined when it went well, else what the relay (or the network) said. */
  verify(signal: AbortSignal): Promise<string | undefined>;
  /** Takes leave of connections that nobody uses. */
  close(): void;
}

/** Connections that nobody has used for so long (milliseconds) are given up before the relay does it in mid-sentence. */
const IDLE = 30_000;

/** Forms of envelope sender that a relay may refuse: `<>`, and a bounce address beside the mailbox's own. */
type SenderForm = 'null' | 'tagged' | 'plain';

/** Makes the transport of an account; nothing is connected before the first mail. */
export function createTransport(account: SmtpAccount, options: TransportOptions): Transport {
  const { log } = options;
  const idle: { readonly session: SmtpSession; readonly timer: NodeJS.Timeout }[] = [];
  const refusedForms = new Set<SenderForm>();
  const mailsPerConnection = account.mailsPerConnection ?? 100;
  const session = {
    host: account.host,
    port: account.port,
    tls: account.tls,
    ca: account.ca,
    login: loginOf(account, options.tokens),
    timeouts: { ...TIMEOUTS, ...options.timeouts },
  };

  function takeIdle(): SmtpSession | undefined {
    for (let next = idle.pop(); next !== undefined; next = idle.pop()) {
      clearTimeout(next.timer);
      if (next.session.usable) return next.session;
    }
    return undefined;
  }

  function putBack(used: SmtpSession): void {
    if (!used.usable) return;
    if (used.mails >= mailsPerConnection) {
      used.quit();
      return;
    }
    const timer = setTimeout(() => {
      idle.splice(
        idle.findIndex((entry) => entry.session === used),
        1,
      );
      used.quit();
    }, IDLE);
    timer.unref();
    idle.push({ session: used, timer });
  }

  async function attempt(mail: WireMail, signal: AbortSignal): Promise<SendResult> {
    const reused = takeIdle();
    if (reused !== undefined) {
      const result = await reused.send(mail, signal);
      putBack(reused);
      if (!(diedIdle(result) && !signal.aborted)) return result;
    }
    const opened = await openSession(session, signal);
    if (opened.kind !== 'open') return opened;
    const result = await opened.session.send(mail, signal);
    putBack(opened.session);
    return result;
  }

  async function send(mail: WireMail, signal: AbortSignal): Promise<SendResult> {
    const form = formOf(mail.from, account.address);
    if (refusedForms.has(form)) return attempt({ ...mail, from: account.address }, signal);
    const result = await attempt(mail, signal);
    if (form === 'plain' || !refusesSender(result)) return result;
    const plain = await attempt({ ...mail, from: account.address }, signal);
    // Only when the plain sender gets further was the form at fault.
    if (plain.kind === 'lost' || refusesSender(plain)) return plain.kind === 'lost' ? plain : result;
    refusedForms.add(form);
    const reply = result.kind === 'refused' ? withoutAddresses(result.text) : '';
    log.warn(
      { relay: account.name, reply },
      form === 'null'
        ? 'the relay refuses the empty envelope sender: automatic answers go out under the mailbox address'
        : 'the relay refuses bounce addresses as envelope sender: mail goes out under the mailbox address, bounces are known by their Message-ID',
    );
    return plain;
  }

  return {
    name: account.name,
    connections: account.connections ?? 4,
    send,
    async verify(signal) {
      const opened = await openSession(session, signal);
      if (opened.kind !== 'open') return opened.text;
      opened.session.quit();
      return undefined;
    },
    close() {
      for (const { session: unused, timer } of idle.splice(0)) {
        clearTimeout(timer);
        unused.quit();
      }
    },
  };
}

function loginOf({ user, password }: SmtpAccount, tokens: TokenSource | undefined): SessionLogin {
  if (user === undefined) return { kind: 'none' };
  if (tokens !== undefined)
    return { kind: 'oauth', user, token: () => tokens.accessToken(), refused: (token) => tokens.forget?.(token) };
  return { kind: 'password', user, password: password ?? '' };
}

function formOf(from: string, plain: string): SenderForm {
  if (from === '') return 'null';
  return from.toLowerCase() === plain.toLowerCase() ? 'plain' : 'tagged';
}

/** A connection that the relay had closed while nobody used it: the mail has not been spoken of, so it goes out over a new one. */
function diedIdle(result: SendResult): boolean {
  return (
    (result.kind === 'lost' && result.step === 'sender') ||
    (result.kind === 'refused' && result.step === 'sender' && result.code === 421)
  );
}

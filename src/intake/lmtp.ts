import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerDataResult, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { storageTrouble } from '../store/trouble.ts';
import { smallOrStream, TooLarge } from './collect.ts';
import type { IntakeLog } from './imap/account.ts';
import { type Incoming, type Keeper, SMALL_MAIL } from './keep.ts';

export interface LmtpOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** The mailbox whose rules the mail is read by. */
  readonly mailbox: string;
  readonly keeper: Keeper;
  readonly log: IntakeLog;
  readonly now: () => Date;
  /** Bytes a mail may have. */
  readonly most: number;
  readonly maxClients?: number;
}

export interface LmtpListener {
  readonly port: number;
  /** Takes no more connections and ends those that are open, after the mail at hand. */
  close(): Promise<void>;
}

const MAX_CLIENTS = 50;
const MAX_RECIPIENTS = 100;

/**
 * Takes mail from an MTA by LMTP (RFC 2033): one answer for each recipient, 250 only when that recipient's mail is committed, 452 when it
 * could not be kept now, 552 when it is too large.
 */
export async function listenLmtp(options: LmtpOptions): Promise<LmtpListener> {
  const server = new SMTPServer({
    lmtp: true,
    name: 'spoc',
    disabledCommands: ['AUTH', 'STARTTLS'],
    authOptional: true,
    disableReverseLookup: true,
    logger: false,
    size: options.most,
    maxClients: options.maxClients ?? MAX_CLIENTS,
    maxRecipients: MAX_RECIPIENTS,
    socketTimeout: 300_000,
    closeTimeout: 2_000,
    lenientAddressParsing: true,
    onData: (stream, session, callback) => {
      receive(stream, session, options).then(
        (answers) => callback(null, [...answers]),
        (error: unknown) => {
          stream.resume();
          callback(answerFor(error, options.log));
        },
      );
    },
  });
  server.on('error', (error) => options.log.warn({ error: error.message }, 'LMTP connection failed'));
  const port = await listening(server, options.host, options.port);
  return { port, close: () => new Promise((resolve) => server.close(resolve)) };
}

/** Starts a server of smtp-server; answers its port, or rejects with the reason that it cannot listen. */
export function listening(server: SMTPServer, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error): void => reject(error);
    server.server.once('error', failed);
    server.listen(port, host, () => {
      server.server.removeListener('error', failed);
      resolve((server.server.address() as AddressInfo).port);
    });
  });
}

async function receive(
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
  { keeper, mailbox, now, most, log }: LmtpOptions,
): Promise<readonly SMTPServerDataResult[]> {
  await keeper.ready();
  const read = await smallOrStream(stream, SMALL_MAIL, most);
  const content = Buffer.isBuffer(read) ? read : await keeper.store(read);
  const arrivedAt = now();
  const mails = session.envelope.rcptTo.map(
    ({ address }): Incoming => ({
      source: { kind: 'lmtp', mailbox, recipient: address },
      arrivedAt,
      quiet: false,
      content,
    }),
  );
  try {
    await keeper.keep(mails);
    return mails.map(() => '2.6.0 kept');
  } catch (error) {
    if (mails.length === 1) throw error;
  }
  // One recipient's failure is not the others': each alone, each with its own answer.
  const answers: SMTPServerDataResult[] = [];
  for (const mail of mails) {
    answers.push(
      await keeper.keep([mail]).then(
        () => '2.6.0 kept',
        (error: unknown) => answerFor(error, log),
      ),
    );
  }
  return answers;
}

function answerFor(error: unknown, log: IntakeLog): Error {
  if (error instanceof TooLarge) return reply(552, '5.3.4 the mail is too large');
  if (storageTrouble(error) !== undefined) return reply(452, '4.3.1 no room, try again later');
  log.warn({ error: error instanceof Error ? error.message : String(error) }, 'mail by LMTP could not be kept');
  return reply(452, '4.3.0 the mail could not be kept, try again later');
}

function reply(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}

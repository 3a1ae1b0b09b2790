import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { smallOrStream } from '../collect.ts';
import { listening } from '../lmtp.ts';
import { type Box, type Boxes, BoxFull } from './boxes.ts';
import { withTrace } from './trace.ts';

/** The submission listener: takes mail for anybody and keeps it in the boxes. */
export interface SmtpDoor {
  readonly port: number;
  close(): Promise<void>;
}

export interface SmtpDoorOptions {
  readonly host: string;
  readonly port: number;
  readonly boxes: Boxes;
  readonly mayLogIn: (user: string, password: string) => boolean;
  readonly now: () => Date;
  /** Bytes a mail may have. */
  readonly most: number;
}

export async function openSmtpDoor(options: SmtpDoorOptions): Promise<SmtpDoor> {
  const server = new SMTPServer({
    name: 'spoc.embedded',
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    size: options.most,
    maxClients: 50,
    maxRecipients: 100,
    closeTimeout: 1_000,
    onAuth: (auth, _session, callback) => {
      const user = auth.username ?? '';
      if (options.mayLogIn(user, auth.password ?? '')) callback(null, { user });
      else callback(Object.assign(new Error('login failed'), { responseCode: 535 }));
    },
    onData: (stream, session, callback) => {
      receive(stream, session, options).then(
        () => callback(null, '2.0.0 taken'),
        (error: unknown) => {
          stream.resume();
          const full = error instanceof BoxFull;
          callback(
            Object.assign(new Error(full ? '4.2.2 mailbox full' : '5.3.4 refused'), { responseCode: full ? 452 : 552 }),
          );
        },
      );
    },
  });
  server.on('error', () => undefined);
  const port = await listening(server, options.host, options.port);
  return { port, close: () => new Promise((resolve) => server.close(resolve)) };
}

async function receive(
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
  { boxes, now, most }: SmtpDoorOptions,
): Promise<void> {
  const raw = await smallOrStream(stream, most, most);
  if (!Buffer.isBuffer(raw)) throw new Error('a mail above the limit');
  const { mailFrom, rcptTo } = session.envelope;
  // One copy to a box, however many of its addresses the mail names.
  const byBox = new Map<Box, string[]>();
  for (const { address } of rcptTo) {
    const box = boxes.boxOf(address);
    byBox.set(box, [...(byBox.get(box) ?? []), address]);
  }
  for (const [box, recipients] of byBox) {
    const mail = {
      recipients,
      from: mailFrom === false ? '' : mailFrom.address,
      login: typeof session.user === 'string' ? session.user : undefined,
      helo: session.hostNameAppearsAs,
      id: session.id,
      at: now(),
    };
    box.add(withTrace(raw, mail), mail.at);
  }
}

import { ImapFlow } from 'imapflow';
import type { Credentials, Doubt, Finding } from './connect.ts';
import { failure, inTime } from './connect-failure.ts';
import type { MailboxSettings, ServerSettings } from './settings.ts';

/** Logs in, looks at the folders and at what the server can do, and changes nothing. */
export async function checkImap(
  mailbox: MailboxSettings,
  server: ServerSettings,
  credentials: Credentials | undefined,
  timeout: number,
): Promise<Finding> {
  const client = new ImapFlow({
    host: server.host,
    port: server.port,
    secure: server.tls === 'implicit',
    ...(server.tls === 'implicit' ? {} : { doSTARTTLS: server.tls === 'starttls' }),
    tls: { minVersion: 'TLSv1.2', rejectUnauthorized: true, ...(server.ca === undefined ? {} : { ca: server.ca }) },
    auth: {
      user: credentials?.user ?? '',
      ...(credentials?.password === undefined ? {} : { pass: credentials.password }),
      ...(credentials?.accessToken === undefined ? {} : { accessToken: credentials.accessToken }),
    },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
  });
  // Without a listener Node ends the process; the failure reaches us by the rejected step.
  client.on('error', () => undefined);
  try {
    return await inTime(look(client, mailbox), timeout, () => client.close());
  } catch (error) {
    return failure(error, server, credentials);
  } finally {
    client.close();
  }
}

async function look(client: ImapFlow, mailbox: MailboxSettings): Promise<Finding> {
  await client.connect();
  const can = (capability: string) => client.capabilities.has(capability);
  const facts = ['IDLE', 'MOVE', 'UIDPLUS'].map((name) => (can(name) ? name : `no ${name}`));
  const doubts: Doubt[] = [];
  const folders = await client.list();
  const separator = folders[0]?.delimiter ?? '/';
  const has = (name: string) =>
    folders.some(
      ({ path }) => path === name || (isInbox(path) && isInbox(name)) || path === name.replaceAll('/', separator),
    );
  if (has(mailbox.folder)) {
    const status = await client.status(mailbox.folder, { messages: true });
    facts.push(`${status === false ? 'unknown' : (status.messages ?? 0)} mails in ${mailbox.folder}`);
  } else {
    const message = `there is no folder ${mailbox.folder}`;
    return { kind: 'failed', problem: { message, next: `folders here: ${names(folders)}` } };
  }
  const { after, sentCopy } = mailbox;
  for (const folder of [after.kind === 'move' ? after.folder : undefined, sentCopy]) {
    if (folder !== undefined) facts.push(has(folder) ? `folder ${folder}` : `folder ${folder} will be made`);
  }
  if (!can('IDLE'))
    doubts.push({
      message: 'new mail is not announced',
      next: `it is found by looking every ${mailbox.poll / 1000} s`,
    });
  if (after.kind === 'delete' && !can('UIDPLUS')) {
    const next = 'use `after: { move: FOLDER }`; until then mail is only flagged';
    doubts.push({ message: 'the server cannot delete single mails (no UIDPLUS)', next });
  }
  if (after.kind === 'move' && !can('MOVE') && !can('UIDPLUS')) {
    const next = 'use `after: flag` or `after: leave`; until then mail is only flagged';
    doubts.push({ message: 'the server cannot move single mails (no MOVE, no UIDPLUS)', next });
  }
  await client.logout();
  return { kind: 'fine', facts, doubts };
}

/** RFC 3501 §5.1: INBOX is the same in any case. */
function isInbox(name: string): boolean {
  return name.toUpperCase() === 'INBOX';
}

function names(folders: readonly { readonly path: string }[]): string {
  const shown = folders.slice(0, 20).map(({ path }) => path.slice(0, 80));
  return `${shown.join(', ')}${folders.length > shown.length ? ', …' : ''}`;
}

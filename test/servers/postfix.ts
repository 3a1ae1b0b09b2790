import { chmod, chown, mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canRun, endedWithUs, greets, run } from './command.ts';
import { freePort, temporaryFolder } from './folder.ts';

const POSTFIX = '/usr/sbin/postfix';
const POSTCONF = '/usr/sbin/postconf';

export interface PostfixOptions {
  /** Domains whose mail is taken in; everything else is refused, so that nothing leaves the machine. */
  readonly domains: readonly string[];
  /** Where it is handed to by LMTP. */
  readonly lmtpPort: number;
  /**
   * Envelope senders who are taken to have logged in: their mail gets `Authentication-Results: mx.test; auth=pass smtp.auth=ADDRESS` on top, as
   * a receiver writes it for an authenticated submission.
   */
  readonly authenticated?: readonly string[];
  /** Bytes a mail may have. */
  readonly most?: number;
}

/** The authserv-id under which this Postfix writes results. */
export const POSTFIX_AUTHSERV_ID = 'mx.test';

/** A Postfix of a test's own. */
export interface Postfix {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** Tries what is deferred in the queue again, now. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

/** Whether Postfix can be started here: installed, and we are root. */
export async function postfixAvailable(): Promise<boolean> {
  return process.getuid?.() === 0 && (await canRun(POSTFIX));
}

/** Starts a Postfix in a temporary folder on a free loopback port: it takes mail for its domains and hands it on by LMTP. */
export async function startPostfix(options: PostfixOptions): Promise<Postfix> {
  const folder = await temporaryFolder('postfix');
  const port = await freePort();
  const said = join(folder.path, 'said');
  const [etc, queue, data] = ['etc', 'queue', 'data'].map((name) => join(folder.path, name));
  if (etc === undefined || queue === undefined || data === undefined) throw new Error('no folders');
  for (const path of [etc, queue, data]) await mkdir(path);
  const owner = await ownerOfPostfix(said);
  await chown(data, owner.uid, owner.gid);
  await chmod(data, 0o700);
  await writeFile(join(etc, 'main.cf'), mainCf({ queue, data, options }));
  await writeFile(join(etc, 'master.cf'), masterCf(port));
  await writeFile(join(etc, 'authenticated'), authenticatedTable(options.authenticated ?? []));
  await run(POSTFIX, ['-c', etc, 'start'], said);
  const stopped = endedWithUs(join(queue, 'pid', 'master.pid'));
  await greets(port);
  return {
    host: '127.0.0.1',
    port,
    flush: async () => {
      await run(POSTFIX, ['-c', etc, 'flush'], said);
    },
    stop: async () => {
      await run(POSTFIX, ['-c', etc, 'stop'], said);
      stopped();
      await folder.forget();
    },
  };
}

async function ownerOfPostfix(said: string): Promise<{ readonly uid: number; readonly gid: number }> {
  const folder = (await run(POSTCONF, ['-dh', 'data_directory'], said)).trim();
  return stat(folder);
}

function mainCf({ queue, data, options }: { queue: string; data: string; options: PostfixOptions }): string {
  return `
compatibility_level = 3.6
queue_directory = ${queue}
data_directory = ${data}
maillog_file = ${data}/mail.log
maillog_file_prefixes = ${data}
myhostname = mx.test
mydomain = test
mydestination =
local_recipient_maps =
local_transport = error:there are no local mailboxes
default_transport = error:mail for other domains stays here
relay_transport = error:mail for other domains stays here
alias_maps =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
virtual_mailbox_domains = ${options.domains.join(', ')}
virtual_transport = lmtp:inet:127.0.0.1:${options.lmtpPort}
recipient_delimiter = +
smtpd_peername_lookup = no
smtpd_sender_restrictions = check_sender_access texthash:\${config_directory}/authenticated
smtpd_recipient_restrictions = reject_unauth_destination
smtpd_relay_restrictions = reject_unauth_destination
message_size_limit = ${options.most ?? 50_000_000}
mailbox_size_limit = 0
virtual_mailbox_limit = 0
minimal_backoff_time = 1s
queue_run_delay = 1s
maximal_backoff_time = 5s
lmtp_connection_reuse_count_limit = 100
smtputf8_enable = no
`;
}

function masterCf(port: number): string {
  const services = [
    `127.0.0.1:${port} inet n - n - - smtpd`,
    'pickup unix n - n 60 1 pickup',
    'showq unix n - n - - showq',
    'cleanup unix n - n - 0 cleanup',
    'qmgr unix n - n 300 1 qmgr',
    'rewrite unix - - n - - trivial-rewrite',
    'bounce unix - - n - 0 bounce',
    'defer unix - - n - 0 bounce',
    'trace unix - - n - 0 bounce',
    'flush unix n - n 1000? 0 flush',
    'proxymap unix - - n - - proxymap',
    'error unix - - n - - error',
    'retry unix - - n - - error',
    'discard unix - - n - - discard',
    'lmtp unix - - n - - lmtp',
    'anvil unix - - n - 1 anvil',
    'scache unix - - n - 1 scache',
    'postlog unix-dgram n - n - 1 postlogd',
  ];
  return `${services.join('\n')}\n`;
}

function authenticatedTable(senders: readonly string[]): string {
  const lines = senders.map(
    (sender) => `${sender} PREPEND Authentication-Results: ${POSTFIX_AUTHSERV_ID}; auth=pass smtp.auth=${sender}`,
  );
  return `${lines.join('\n')}\n`;
}

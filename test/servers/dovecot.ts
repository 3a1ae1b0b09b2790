import { chown, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canRun, endedWithUs, greets, run } from './command.ts';
import { freePort, temporaryFolder } from './folder.ts';

const DOVECOT = '/usr/sbin/dovecot';
const LMTP = '/usr/lib/dovecot/lmtp';
/** Debian's user for mail; Dovecot refuses uid 0. */
const MAIL = { uid: 8, gid: 8 };

export interface DovecotOptions {
  /** What IMAP announces instead of all that Dovecot can (`imap_capability`). */
  readonly capability?: string;
  /** Lines at the end of the configuration. */
  readonly extra?: string;
}

/** A Dovecot of a test's own. Every user exists, with the same password; a user's Maildir is made with the first mail or login. */
export interface Dovecot {
  readonly host: '127.0.0.1';
  readonly imapPort: number;
  readonly lmtpPort: number;
  readonly password: string;
  /** Where a user's folder lies on disk; it is there once there was a mail or login. */
  pathOf(user: string, folder?: string): string;
  /** Raw mails of a user's folder (`INBOX` or `Spoc/Done`) as they lie in the Maildir, in order of delivery. */
  maildir(user: string, folder?: string): Promise<readonly Buffer[]>;
  stop(): Promise<void>;
}

/** Whether Dovecot can be started here: installed, and we are root. */
export async function dovecotAvailable(): Promise<boolean> {
  return process.getuid?.() === 0 && (await canRun(DOVECOT)) && (await canRun(LMTP));
}

/** Starts a Dovecot in a temporary folder on free loopback ports: IMAP and LMTP, Maildir, plain text logins. */
export async function startDovecot(options: DovecotOptions = {}): Promise<Dovecot> {
  const folder = await temporaryFolder('dovecot');
  const [imapPort, lmtpPort] = [await freePort(), await freePort()];
  const homes = join(folder.path, 'homes');
  await mkdir(homes);
  await chown(homes, MAIL.uid, MAIL.gid);
  const file = join(folder.path, 'dovecot.conf');
  const password = 'tajna';
  await writeFile(file, configuration({ folder: folder.path, homes, imapPort, lmtpPort, password, options }));
  const said = join(folder.path, 'said');
  await run(DOVECOT, ['-c', file], said);
  const stopped = endedWithUs(join(folder.path, 'run', 'master.pid'));
  await Promise.all([greets(imapPort), greets(lmtpPort)]);
  const pathOf = (user: string, name = 'INBOX') => join(homes, localPart(user), 'Maildir', folderName(name));
  return {
    host: '127.0.0.1',
    imapPort,
    lmtpPort,
    password,
    pathOf,
    maildir: (user, name) => readMaildir(pathOf(user, name)),
    stop: async () => {
      await run(DOVECOT, ['-c', file, 'stop'], said);
      stopped();
      await folder.forget();
    },
  };
}

interface Configuration {
  readonly folder: string;
  readonly homes: string;
  readonly imapPort: number;
  readonly lmtpPort: number;
  readonly password: string;
  readonly options: DovecotOptions;
}

function configuration({ folder, homes, imapPort, lmtpPort, password, options }: Configuration): string {
  return `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
hostname = mx.test
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_username_format = %Ln
recipient_delimiter = +
mail_location = maildir:~/Maildir
mail_max_userip_connections = 100
first_valid_uid = 1
default_process_limit = 200
# Two cores are shared by all tests: no more helpers than are needed.
default_client_limit = 200
passdb {
  driver = static
  args = password=${password}
}
userdb {
  driver = static
  args = uid=${MAIL.uid} gid=${MAIL.gid} home=${homes}/%Ln allow_all_users=yes
}
namespace inbox {
  inbox = yes
  separator = /
}
service imap-login {
  inet_listener imap {
    port = ${imapPort}
  }
  inet_listener imaps {
    port = 0
  }
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${lmtpPort}
  }
}
${options.capability === undefined ? '' : `protocol imap {\n  imap_capability = ${options.capability}\n}`}
${options.extra ?? ''}
`;
}

function localPart(user: string): string {
  return (user.split('@', 1)[0] ?? user).toLowerCase();
}

/** Maildir++: `Spoc/Done` is the folder `.Spoc.Done`. */
function folderName(name: string): string {
  return name === 'INBOX' ? '' : `.${name.replaceAll('/', '.')}`;
}

/** Reads a Maildir: `new` and `cur`, by the time in the names. */
export async function readMaildir(path: string): Promise<readonly Buffer[]> {
  const files: { readonly name: string; readonly path: string }[] = [];
  for (const part of ['new', 'cur']) {
    const names = await readdir(join(path, part)).catch(() => []);
    files.push(...names.map((name) => ({ name, path: join(path, part, name) })));
  }
  const order = files.toSorted((a, b) => deliveredAt(a.name) - deliveredAt(b.name));
  return Promise.all(order.map((file) => readFile(file.path)));
}

/** `1700000000.M123456P42.host`: seconds and microseconds. */
function deliveredAt(name: string): number {
  const found = /^(\d+)\.M(\d+)/.exec(name);
  return found === null ? 0 : Number(found[1]) * 1e6 + Number(found[2]);
}

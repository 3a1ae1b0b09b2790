import { createHash } from 'node:crypto';
import { chmod, mkdir, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { StoreHealth } from '../store/watch.ts';
import type { Operations } from './operations.ts';

/** A request or answer on the control socket is at most this long. */
const MOST = 16 * 1024 * 1024;
/** sun_path of Linux has 108 bytes. */
const MOST_PATH = 100;

/** What the gateway tells of itself. */
export interface GatewayStatus {
  readonly pid: number;
  readonly startedAt: string;
  /** Whether the disk takes what is kept; no mail is taken in while it does not. */
  readonly disk: DiskStatus;
  readonly mailboxes: readonly MailboxStatus[];
  /** What the gateway raised when it last looked at itself. */
  readonly alarms: readonly AlarmStatus[];
  /** Embedded mail servers: for the demo, and for people who want to look into them. */
  readonly embedded: readonly EmbeddedStatus[];
}

export interface DiskStatus {
  readonly state: StoreHealth['kind'];
  readonly since: string | undefined;
  readonly error: string | undefined;
}

/** The health of a store as it crosses the socket. */
export function diskStatus(health: StoreHealth): DiskStatus {
  if (health.kind === 'fine') return { state: 'fine', since: undefined, error: undefined };
  return { state: health.kind, since: health.since.toISOString(), error: health.error };
}

export interface MailboxStatus {
  readonly id: string;
  readonly state: string;
  readonly error: string | undefined;
}

/** Something that an operator must look at, as it crosses the socket. */
export interface AlarmStatus {
  readonly key: string;
  readonly what: string;
  readonly next: string;
}

export interface EmbeddedStatus {
  readonly mailbox: string;
  readonly imap: { readonly host: string; readonly port: number };
  readonly smtp: { readonly host: string; readonly port: number };
  /** Of everyone who has a box there. */
  readonly password: string;
  readonly people: readonly string[];
}

/** Where the gateway of a data folder listens for the terminal. */
export function socketPath(data: string): string {
  const path = join(data, 'control.sock');
  if (Buffer.byteLength(path) <= MOST_PATH) return path;
  const uid = process.getuid?.() ?? 0;
  return join(tmpdir(), `spoc-${uid}`, `${createHash('sha256').update(data).digest('hex').slice(0, 24)}.sock`);
}

/** Serves the operations on a Unix socket that only this user can open. */
export async function serveControl(
  data: string,
  operations: Operations,
  status: () => GatewayStatus,
): Promise<{ readonly close: () => Promise<void> }> {
  const path = socketPath(data);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await rm(path, { force: true }); // of a gateway that was killed; the lock says that none runs
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing, operations, status));
  server.requestTimeout = 30_000;
  await listen(server, path);
  await chmod(path, 0o600);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => resolve());
  });
}

async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  operations: Operations,
  status: () => GatewayStatus,
): Promise<void> {
  const send = (code: number, body: unknown) => {
    outgoing.writeHead(code, { 'content-type': 'application/json' });
    outgoing.end(JSON.stringify(body ?? null));
  };
  try {
    const name = (incoming.url ?? '').slice(1);
    if (name === 'status') return send(200, status());
    if (!Object.hasOwn(operations, name))
      return send(404, { error: `the gateway knows no operation ${name}; it may be of another version` });
    const operation = operations[name as keyof Operations] as (...given: unknown[]) => Promise<unknown>;
    const given: unknown = JSON.parse((await read(incoming)).toString('utf8'));
    if (!Array.isArray(given)) return send(400, { error: 'arguments are a list' });
    send(200, await operation(...given.map((one: unknown) => one ?? undefined)));
  } catch (error) {
    // Errors that a person can act on keep their name across the socket.
    send(500, error instanceof Error ? { error: error.message, name: error.name } : { error: String(error) });
  }
}

async function read(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > MOST) throw new Error(`more than ${MOST} bytes on the control socket`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** No gateway answers on the socket. */
export class NoGateway extends Error {
  override readonly name = 'NoGateway';
}

async function call(path: string, name: string, given: readonly unknown[]): Promise<unknown> {
  const body = JSON.stringify(given);
  const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
    const outgoing = request({ socketPath: path, path: `/${name}`, method: 'POST' }, resolve);
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      const absent = error.code === 'ENOENT' || error.code === 'ECONNREFUSED';
      reject(absent ? new NoGateway(`no gateway listens on ${path}`) : error);
    });
    outgoing.end(body);
  });
  const text = (await read(incoming)).toString('utf8');
  const result: unknown = JSON.parse(text);
  if (incoming.statusCode === 200) return result;
  const told = typeof result === 'object' && result !== null && 'error' in result ? String(result.error) : text;
  const error = new Error(told);
  if (typeof result === 'object' && result !== null && 'name' in result) error.name = String(result.name);
  throw error;
}

/** The running gateway's status; throws `NoGateway` when none runs. */
export async function gatewayStatus(data: string): Promise<GatewayStatus> {
  return (await call(socketPath(data), 'status', [])) as GatewayStatus;
}

/** The operations of the gateway that runs on a data folder; throws `NoGateway` when none does. */
export function remoteOperations(data: string): Operations {
  const path = socketPath(data);
  const remote =
    (name: keyof Operations) =>
    async (...given: unknown[]): Promise<never> =>
      (await call(path, name, given)) as never;
  return {
    execute: remote('execute'),
    releaseHeld: remote('releaseHeld'),
    dropHeld: remote('dropHeld'),
    releaseOutbox: remote('releaseOutbox'),
    dropOutbox: remote('dropOutbox'),
    putClient: remote('putClient'),
    putContact: remote('putContact'),
    importPeople: remote('importPeople'),
    changeRegister: remote('changeRegister'),
    contactFor: remote('contactFor'),
    importMail: remote('importMail'),
    sendStatement: remote('sendStatement'),
    reconcile: remote('reconcile'),
    forget: remote('forget'),
  };
}

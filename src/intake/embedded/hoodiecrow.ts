import type { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import type { Server, Socket } from 'node:net';

/** The parts of hoodiecrow-imap that are used here; the package has no types. Raw mail is a string of one character per byte. */
export interface HoodiecrowMessage {
  readonly uid: number;
  flags: string[];
  internaldate: string | Date;
  readonly raw: string;
}

export interface HoodiecrowFolder {
  readonly path: string;
  readonly messages: HoodiecrowMessage[];
  uidvalidity: number;
  uidnext: number;
}

type Callback = () => void;

export interface HoodiecrowCommand {
  readonly tag: string;
  readonly command: string;
  readonly attributes?: readonly { readonly type: string; readonly value: string }[];
}

export interface HoodiecrowConnection {
  server: HoodiecrowServer;
  readonly socket: Socket | null;
  state: 'Not Authenticated' | 'Authenticated' | 'Selected' | 'Logout';
  processQueue: (force?: boolean) => void;
  _processing: boolean;
  readonly _remainder: string;
  readonly _command: string;
  readonly _commandQueue: { readonly parsed: HoodiecrowCommand; readonly data: string }[];
  readonly _notificationCallback: (notification: unknown) => void;
  send(response: unknown, description: string, parsed: HoodiecrowCommand, data: string): void;
}

type CommandHandler = (
  connection: HoodiecrowConnection,
  parsed: HoodiecrowCommand,
  data: string,
  done: Callback,
) => void;
type FetchHandler = (connection: HoodiecrowConnection, message: HoodiecrowMessage, query: FetchQuery) => unknown;

interface FetchQuery {
  readonly section?: readonly unknown[];
  readonly partial?: readonly number[];
}

export interface HoodiecrowServer extends EventEmitter {
  readonly server: Server;
  readonly connectionHandlers: ((connection: HoodiecrowConnection) => void)[];
  readonly messageHandlers: ((server: HoodiecrowServer, message: HoodiecrowMessage) => void)[];
  readonly fetchHandlers: Record<string, FetchHandler>;
  readonly folderCache: Readonly<Record<string, HoodiecrowFolder>>;
  getMailbox(path: string): HoodiecrowFolder | undefined;
  getCommandHandler(command: string): CommandHandler | false;
  setCommandHandler(command: string, handler: CommandHandler): void;
  createMailbox(path: string): void;
  appendMessage(folder: HoodiecrowFolder, flags: string[], date: Date, raw: string): unknown;
  createClient(socket: Socket): void;
}

export interface HoodiecrowOptions {
  readonly plugins: readonly string[];
  readonly storage: Readonly<Record<string, unknown>>;
  readonly users?: Readonly<Record<string, unknown>>;
  readonly credentials?: object;
}

const require = createRequire(import.meta.url);
const newServer: (options: HoodiecrowOptions) => HoodiecrowServer = require('hoodiecrow-imap');
const parseMime: (raw: string) => unknown = require('hoodiecrow-imap/lib/mimeparser');
const handlers: Record<string, FetchHandler> = require('hoodiecrow-imap/lib/commands/handlers/fetch');

/** What a mail reader's program may ask of; the gateway asks for none of it. */
export const PLUGINS = ['IDLE', 'MOVE', 'UIDPLUS', 'LITERALPLUS', 'ID', 'SPECIAL-USE', 'UNSELECT', 'NAMESPACE'];

/** Mails above this, or of more parts, are not taken apart for ENVELOPE and BODYSTRUCTURE: that parser needs quadratic time for nesting. */
const MOST_PARSED = 512 * 1024;
const MOST_PARTS = 100;
const STUB = 'Subject: (not shown)\r\n\r\n';

/**
 * A hoodiecrow server whose one user is whoever logs in, hardened for mail from strangers: raw mail is served without being parsed, a mail that
 * its parser cannot take is shown as a stub, and a failing command gets a NO instead of a dead connection and a trace on the screen.
 */
export function hoodiecrow(options: HoodiecrowOptions): HoodiecrowServer {
  const server = newServer({ credentials: {}, ...options });
  server.setMaxListeners(0);
  server.messageHandlers.push((_server, message) => parseLazily(message));
  for (const name of ['BODY', 'BODY.PEEK']) server.fetchHandlers[name] = (...args) => body(name, ...args);
  server.connectionHandlers.push((connection) => {
    connection.processQueue = (force) => workOff(connection, force === true);
  });
  return server;
}

function body(name: string, ...[connection, message, query]: Parameters<FetchHandler>): unknown {
  if (query.section === undefined || query.section.length > 0) return handlers[name]?.(connection, message, query);
  const [start = 0, length] = query.partial ?? [];
  // RFC 3501 §7.4.2: the answer names only where the piece starts.
  if (Array.isArray(query.partial) && query.partial.length === 2) query.partial.pop();
  return { type: 'LITERAL', value: message.raw.slice(start, length === undefined ? undefined : start + length) };
}

function parseLazily(message: HoodiecrowMessage): void {
  let parsed: unknown;
  const parse = (): unknown => {
    try {
      return parseMime(isModest(message.raw) ? message.raw : STUB);
    } catch {
      return parseMime(STUB);
    }
  };
  Object.defineProperty(message, 'parsed', {
    get: () => {
      parsed ??= parse();
      return parsed;
    },
    set: () => undefined,
  });
}

function isModest(raw: string): boolean {
  return raw.length <= MOST_PARSED && (raw.match(/^content-type/gim)?.length ?? 0) <= MOST_PARTS;
}

function workOff(connection: HoodiecrowConnection, force: boolean): void {
  if (connection._processing && !force) return;
  const next = connection._commandQueue.shift();
  connection._processing = next !== undefined;
  if (next === undefined) return;
  const { parsed, data } = next;
  const done = (): void => workOff(connection, true);
  try {
    const handler = connection.server.getCommandHandler(parsed.command);
    if (typeof handler !== 'function') throw new Error('unknown command');
    handler(connection, parsed, data, done);
  } catch {
    refuse(connection, parsed, data, 'the server cannot do this');
    done();
  }
}

/** Answers a command with NO. */
export function refuse(connection: HoodiecrowConnection, parsed: HoodiecrowCommand, data: string, text: string): void {
  const attributes = [{ type: 'TEXT', value: text }];
  connection.send({ tag: parsed.tag, command: 'NO', attributes }, 'FAILED', parsed, data);
}

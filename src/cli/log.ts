import { type Logger, pino } from 'pino';
import type { LogLevel } from '../config/settings.ts';
import { colour, lines, moment } from './terminal.ts';

/** Where log lines go. */
export interface LogStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** The gateway's log: JSON for programs, readable lines in a terminal; no address, Message-ID or token in either. */
export function gatewayLog(level: LogLevel, stream: LogStream): Logger {
  const readable = stream.isTTY === true;
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    { write: (line: string) => void stream.write(readable ? readableLine(masked(line)) : masked(line)) },
  );
}

/** Longer lines are cut before they are looked through. */
const MOST = 20_000;
/** The local part of anything like an address or a Message-ID; its domain says enough to find a fault. */
const LOCAL_PART = /[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]{1,128}@(?=[\p{L}\p{N}[])/gu;
/** Tokens of ours: 32 hexadecimal digits. */
const TOKEN = /(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])/g;
/** What logs in somewhere, should a library ever tell it. */
const CREDENTIAL =
  /\b(bearer|authorization|password|pass|secret|access_token|refresh_token)("?\s{0,2}[:=]\s{0,2}"?|\s)[^\s",}]{4,4096}/gi;

/** A log line without the parts that tell who a person is or let somebody in. */
export function masked(line: string): string {
  const cut =
    line.length <= MOST
      ? line
      : `${JSON.stringify({ level: 40, msg: 'a log line that was too long', begins: line.slice(0, 1000) })}\n`;
  return cut.replace(CREDENTIAL, '$1$2***').replace(LOCAL_PART, '***@').replace(TOKEN, '***');
}

const LEVELS: Readonly<Record<number, string>> = {
  10: colour.dim('trace'),
  20: colour.dim('debug'),
  30: colour.green('info '),
  40: colour.yellow('warn '),
  50: colour.red('error'),
  60: colour.red('fatal'),
};

/** `2026-11-22 07:05 info  mail  ledger=3 outcome=opened`. */
export function readableLine(json: string): string {
  const { level, time, msg, ...facts } = JSON.parse(json) as Readonly<Record<string, unknown>>;
  const told = Object.entries(facts).map(([name, value]) => `${name}=${factText(value)}`);
  const at = moment(new Date(String(time)));
  return `${colour.dim(at)} ${LEVELS[Number(level)] ?? ''} ${lines(String(msg))}${colour.dim(lines(told.map((one) => `  ${one}`).join('')))}\n`;
}

/** An error is told by what it says; where it arose stands in the JSON log. */
function factText(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'message' in value) return String(value.message);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

import { isIP } from 'node:net';
import { z } from 'zod';
import { emailAddress } from '../mail/address.ts';
import { nearest } from './nearest.ts';
import { bytes, DURATION, milliseconds, SIZE } from './units.ts';

/*
 * The small values of the configuration. Every `error` says what would be right ("expected …"); what is wrong is said by the loader,
 * which knows the value, its file and its line.
 */

/** Names of mailboxes, agents and desks. */
export const NAME = /^[a-z][a-z0-9_-]{0,39}$/;
export const NAME_EXPECTED = 'a name of small letters, digits, - and _ that begins with a letter';
/** `EB` of `EB-1042`. */
const PREFIX = /^[A-Z][A-Z0-9]{0,9}$/;
/** A secret is named, not written. */
export const ENV_REFERENCE = /^\$\{[A-Za-z_][A-Za-z0-9_]{0,99}\}$/;
const HOST = /^(?:[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62})(?:\.[A-Za-z0-9_-]{1,63}){0,20}\.?|\[?[0-9a-fA-F:.]{2,45}\]?)$/;

export const duration = (fallback: string) =>
  z
    .string('a duration such as 60s, 5m, 12h or 14d')
    .regex(DURATION, 'a duration such as 60s, 5m, 12h or 14d')
    .transform(milliseconds)
    .refine((value) => value > 0, 'a duration longer than nothing')
    .prefault(fallback);

/** How old something may become, in milliseconds. */
export const age = z
  .string('an age such as 90d or 730d')
  .regex(DURATION, 'an age such as 90d or 730d')
  .transform(milliseconds)
  .refine((value) => value > 0, 'an age longer than nothing');

/** A duration as it is written: whether it is opening hours or clock time is said elsewhere. */
export const span = z
  .string('a time such as 30m, 4h or 5d')
  .regex(DURATION, 'a time such as 30m, 4h or 5d')
  .refine((text) => milliseconds(text) > 0, 'a time longer than nothing');

export const size = (fallback: string) =>
  z
    .string('a size such as 512 KB or 20 MB')
    .regex(SIZE, 'a size such as 512 KB or 20 MB')
    .transform(bytes)
    .refine((value) => value > 0, 'a size above nothing')
    .prefault(fallback);

export const count = (fallback: number, most: number) =>
  z
    .int(`a whole number from 1 to ${most}`)
    .min(1, `a whole number from 1 to ${most}`)
    .max(most, `a whole number from 1 to ${most}`)
    .prefault(fallback);

export const choice = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, `one of ${values.join(', ')}`);

export const flag = (fallback: boolean) => z.boolean('true or false').prefault(fallback);

export const port = z
  .int('a port from 1 to 65535')
  .min(1, 'a port from 1 to 65535')
  .max(65_535, 'a port from 1 to 65535');

/** One line that may stand in a header. */
export const line = (most: number) =>
  z
    .string('a line of text')
    .regex(/^[^\x00-\x1f\x7f]*\S[^\x00-\x1f\x7f]*$/, 'one line of text, not empty')
    .max(most, `at most ${most} characters`);

export const address = z
  .string('an address such as support@example.com')
  .max(254, 'an address of at most 254 characters')
  .transform((text, context) => {
    const parsed = emailAddress(text);
    if (parsed !== undefined) return parsed;
    context.addIssue({ code: 'custom', message: 'an address such as support@example.com', input: text });
    return z.NEVER;
  });

export const addresses = z.array(address, 'a list of addresses: [support@example.com]').min(1, 'at least one address');

export const name = z.string(NAME_EXPECTED).regex(NAME, NAME_EXPECTED);

export const host = z
  .string('a host name or an IP address')
  .max(253, 'a host name of at most 253 characters')
  .regex(HOST, 'a host name such as imap.example.com, or an IP address; the port has a key of its own');

/** A list of patterns with `*` and `?`. */
export const patterns = (fallback: readonly string[]) =>
  z
    .array(line(200), 'a list of patterns: ["*.exe"]')
    .max(500, 'at most 500 patterns')
    .prefault([...fallback]);

export const path = z.string('the path of a file or folder').min(1, 'the path of a file or folder');

// biome-ignore lint/suspicious/noTemplateCurlyInString: it is what an operator writes
const SECRET = 'the name of an environment variable, ${LIKE_THIS}: secrets are not written into the configuration';
export const secret = z.string(SECRET).regex(ENV_REFERENCE, SECRET);

const VARIABLE = 'the name of an environment variable, such as SUPPORT_PASSWORD';
export const variable = z.string(VARIABLE).regex(/^[A-Za-z_][A-Za-z0-9_]{0,99}$/, VARIABLE);

export const url = z.url({ protocol: /^https?$/, error: 'an address such as https://login.example.com/token' });

export const prefix = z
  .string('a prefix such as EB')
  .regex(PREFIX, 'one to ten capital letters and digits that begin with a letter, such as EB');

function knownZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

export const timeZone = z
  .string('an IANA time zone such as Europe/Belgrade')
  .refine((zone) => /^[A-Za-z]/.test(zone) && knownZone(zone), {
    error: (issue) => {
      const near = nearest(String(issue.input), Intl.supportedValuesOf('timeZone'));
      return `an IANA time zone such as ${near ?? 'Europe/Belgrade'}`;
    },
  });

const SINCE = 'now, or a date such as 2026-01-31 or 2026-01-31T08:00:00Z';
/** `now`, or a day (from 00:00 UTC) or moment. */
export const since = z
  .string(SINCE)
  .regex(/^(?:now|\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2}))?)$/, SINCE)
  .transform((text, context) => {
    if (text === 'now') return { kind: 'now' } as const;
    const date = new Date(text);
    // 2026-02-31 would be read as 3 March.
    if (
      !Number.isNaN(date.getTime()) &&
      new Date(`${text.slice(0, 10)}T00:00:00Z`).toISOString().startsWith(text.slice(0, 10))
    ) {
      return { kind: 'date', date } as const;
    }
    context.addIssue({ code: 'custom', message: 'a day that exists', input: text });
    return z.NEVER;
  })
  .prefault('now');

const DAY = 'a day such as 2027-01-31';
/** A day, as its beginning in UTC. */
export const day = z
  .string(DAY)
  .regex(/^\d{4}-\d{2}-\d{2}$/, DAY)
  .transform((text, context) => {
    const date = new Date(`${text}T00:00:00Z`);
    if (!Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)) return date;
    context.addIssue({ code: 'custom', message: 'a day that exists', input: text });
    return z.NEVER;
  });

const FOLDER = 'the name of an IMAP folder';
export const folder = z
  .string(FOLDER)
  .regex(/^[^\x00-\x1f\x7f*%]*[^\x00-\x20\x7f*%][^\x00-\x1f\x7f*%]*$/, `${FOLDER}, without * and %`)
  .max(200, 'a folder name of at most 200 characters');

const LISTEN = 'an address and a port such as 127.0.0.1:2424';
export const listen = z
  .string(LISTEN)
  .regex(/^(?:[A-Za-z0-9.-]{1,253}|\[[0-9a-fA-F:]{2,45}\]):[0-9]{1,5}$/, LISTEN)
  .transform((text, context) => {
    const cut = text.lastIndexOf(':');
    const number = Number(text.slice(cut + 1));
    if (number <= 65_535) return { host: text.slice(0, cut).replace(/^\[|\]$/g, ''), port: number };
    context.addIssue({ code: 'custom', message: LISTEN, input: text });
    return z.NEVER;
  });

const CLAMAV = 'an address and a port such as 127.0.0.1:3310, or the path of a socket such as /run/clamav/clamd.ctl';
/** Where clamd listens; a path has a slash. */
export const clamav = z
  .string(CLAMAV)
  .regex(/^(?:[A-Za-z0-9.-]{1,253}|\[[0-9a-fA-F:]{2,45}\]):[0-9]{1,5}$|^[^\x00]*\/[^\x00]*$/, CLAMAV)
  .transform((text, context) => {
    if (text.includes('/')) return { kind: 'socket', path: text } as const;
    const cut = text.lastIndexOf(':');
    const number = Number(text.slice(cut + 1));
    if (number > 0 && number <= 65_535)
      return { kind: 'tcp', host: text.slice(0, cut).replace(/^\[|\]$/g, ''), port: number } as const;
    context.addIssue({ code: 'custom', message: CLAMAV, input: text });
    return z.NEVER;
  });

const NAME_SERVER = 'the IP address of a name server, such as 192.0.2.53 or 192.0.2.53:5353';
export const nameServer = z.string(NAME_SERVER).refine((text) => {
  const [, host = text, number = '53'] =
    /^(?:\[([0-9a-fA-F:.]{2,45})\]|([0-9.]{7,15})):([0-9]{1,5})$/.exec(text)?.filter(Boolean) ?? [];
  return isIP(host) !== 0 && Number(number) > 0 && Number(number) <= 65_535;
}, NAME_SERVER);

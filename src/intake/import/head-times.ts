import { readReceived } from '../../mail/authenticity/received.ts';
import { readDate } from '../../mail/parse/date.ts';

/** Bytes of a mail that are enough to hold its Date header; long Received chains come before it. */
export const HEAD = 32 * 1024;

/** What the head of a mail says of its time. */
export interface HeadTimes {
  /** The Date header: when its writer's machine says that it was written. */
  readonly date: Date | undefined;
  /** The topmost Received line: who took it in last, and when (RFC 5321 §4.4). */
  readonly received: { readonly by: string; readonly at: Date } | undefined;
}

/** Reads the times out of the beginning of a mail; what stands there wrongly is undefined. */
export function headTimes(beginning: string): HeadTimes {
  const head = beginning.slice(0, /\r?\n\r?\n/.exec(beginning)?.index ?? beginning.length);
  const date = /^date:([^\n]{1,200})/im.exec(head)?.[1];
  const received = /^received:((?:[^\n]{0,1000}\n[ \t]){0,20}[^\n]{0,1000})/im
    .exec(head)?.[1]
    ?.replace(/\r?\n[ \t]/g, ' ');
  return { date: date === undefined ? undefined : readDate(date.trim()), received: handover(received) };
}

function handover(line: string | undefined): HeadTimes['received'] {
  if (line === undefined) return undefined;
  const at = readDate(line.slice(line.lastIndexOf(';') + 1).trim());
  return at && { by: readReceived(line).by, at };
}

import { type ArchivedMail, archivedMails } from '../../intake/import/archive.ts';

/** A mail of an archive and the moment at which it is taken to have come in. */
export interface Arrival {
  readonly at: Date;
  readonly mail: ArchivedMail;
}

/** Which mails of an archive are taken, and whose word counts for their time. */
export interface OrderOptions {
  /** Hosts whose Received lines are believed, lower case. */
  readonly trusted: readonly string[];
  /** All Received lines are believed. */
  readonly trust: boolean;
  /** From this moment on, and before that one. */
  readonly from: Date | undefined;
  readonly to: Date | undefined;
}

/**
 * The mails of an archive in the order in which they came in: by the topmost Received line where the server that wrote it is trusted, else by their
 * own date, else by what the archive says. One without any date comes after the one before it in the archive. Empty mails are left out.
 */
export async function arrivals(path: string, options: OrderOptions): Promise<readonly Arrival[]> {
  const found: Arrival[] = [];
  let before: Date | undefined;
  for await (const mail of archivedMails(path)) {
    const at: Date = arrivalOf(mail, options) ?? before ?? new Date(0);
    before = at;
    if (mail.size > 0 && !(options.from && at < options.from) && !(options.to && at >= options.to))
      found.push({ at, mail });
  }
  return found.sort((a, b) => a.at.getTime() - b.at.getTime());
}

function arrivalOf({ times, kept }: ArchivedMail, { trusted, trust }: OrderOptions): Date | undefined {
  const { received, date } = times;
  const believed = received !== undefined && (trust || trusted.some((name) => names(name, received.by)));
  return believed ? received.at : (date ?? kept);
}

/** `mx.example.com`, or `*.example.com`. */
function names(name: string, host: string): boolean {
  return name.startsWith('*.') ? host.endsWith(name.slice(1)) : host === name;
}

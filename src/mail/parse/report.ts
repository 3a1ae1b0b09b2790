import type { Report } from '../mail.ts';
import { decodeBytes } from './charset.ts';
import type { Part } from './part.ts';
import { normaliseText } from './text.ts';

/** Bytes of a report part that are kept as text. */
export const REPORT_BYTES = 256 * 1024;

const MACHINE: Readonly<Record<string, Report['type']>> = {
  'message/delivery-status': 'delivery-status',
  'message/global-delivery-status': 'delivery-status',
  'message/disposition-notification': 'disposition-notification',
  'message/global-disposition-notification': 'disposition-notification',
  'message/feedback-report': 'feedback-report',
};

const ORIGINAL = new Set([
  'message/rfc822',
  'message/global',
  'text/rfc822-headers',
  'text/rfc822',
  'message/rfc822-headers',
  'message/global-headers',
]);

/** Whether a part of this type may belong to a report (RFC 6522): then a copy of it is kept as text. */
export function mayReport(contentType: string): boolean {
  return Object.hasOwn(MACHINE, contentType) || ORIGINAL.has(contentType);
}

/** Collects the parts of a report; the first machine-readable part and the first original count. */
export class ReportParts {
  #type: Report['type'] | undefined;
  #fields = '';
  #original = '';

  add(part: Part, bytes: Buffer): void {
    const text = normaliseText(decodeBytes(bytes, part.head.charset).text);
    const type = Object.hasOwn(MACHINE, part.head.contentType) ? MACHINE[part.head.contentType] : undefined;
    if (type !== undefined && this.#type === undefined) {
      this.#type = type;
      this.#fields = text;
    } else if (type === undefined && this.#original === '') this.#original = text;
  }

  /** The report of a mail; undefined when it is none (a mail that only has another attached is not). */
  report(root: Part): Report | undefined {
    const declared = root.head.contentType === 'multipart/report';
    if (this.#type === undefined && !declared) return undefined;
    return { type: this.#type ?? 'other', fields: this.#fields, original: this.#original };
  }
}

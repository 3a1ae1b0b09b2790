/** Bounds that no mail passes; over one of them what could be read is kept and a remark says so. */
export interface ParseLimits {
  /** Raw bytes that are read. */
  readonly bytes: number;
  /** MIME parts, the containers included. */
  readonly parts: number;
  /** How deep parts may lie in parts. */
  readonly depth: number;
  /** Header fields of the mail that are kept. */
  readonly headerCount: number;
  /** Bytes of one header block, of the mail or of a part. */
  readonly headerBytes: number;
  /** UTF-16 units of the text body, and of the HTML body, and of a report. */
  readonly textLength: number;
  /** Attachments that are listed. */
  readonly attachments: number;
  /** Decoded bytes of one attachment. */
  readonly attachmentBytes: number;
  /** Decoded bytes of all attachments together. */
  readonly attachmentBytesTotal: number;
  /** Mailboxes of one address header, and ids of References. */
  readonly addresses: number;
}

const KIB = 1024;
const MIB = 1024 * KIB;

/** What an ordinary desk never meets, and what a worker with 256 MB bears. */
export const DEFAULT_LIMITS: ParseLimits = {
  bytes: 128 * MIB,
  parts: 500,
  depth: 24,
  headerCount: 1000,
  headerBytes: 256 * KIB,
  textLength: 1_000_000,
  attachments: 250,
  attachmentBytes: 64 * MIB,
  attachmentBytesTotal: 128 * MIB,
  addresses: 500,
};

/** Fills in what was not said. */
export function withDefaults(limits: Partial<ParseLimits>): ParseLimits {
  return { ...DEFAULT_LIMITS, ...limits };
}

/** A count of bytes for a person: `25 MB`, `300 KB`, `12 bytes`. */
export function sizeText(bytes: number): string {
  if (bytes >= MIB) return `${Math.round(bytes / MIB)} MB`;
  return bytes >= KIB ? `${Math.round(bytes / KIB)} KB` : `${bytes} bytes`;
}

/** An attachment that lies in a finished temporary file, to be adopted by whoever keeps it. */
export interface Spooled {
  /** SHA-256 of its bytes, 64 lower-case hexadecimal digits. */
  readonly hash: string;
  /** Bytes. */
  readonly size: number;
  /** Absolute path of the file; it was closed, not fsynced. */
  readonly path: string;
}

/** Writes it as an `Attachment.ref`: `sha256:HASH:SIZE:PATH`. */
export function spooledRef({ hash, size, path }: Spooled): string {
  return `sha256:${hash}:${size}:${path}`;
}

/** Reads an `Attachment.ref` that `spooledRef` wrote; undefined when it is another kind of reference. */
export function readSpooledRef(ref: string): Spooled | undefined {
  const match = /^sha256:([\da-f]{64}):(\d{1,15}):(.+)$/s.exec(ref);
  return match ? { hash: match[1] ?? '', size: Number(match[2]), path: match[3] ?? '' } : undefined;
}

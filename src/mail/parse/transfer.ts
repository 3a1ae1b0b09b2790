import { Transform, type TransformCallback } from 'node:stream';

const HEX = /^[\da-fA-F]{2}$/;

/**
 * Quoted-printable (RFC 2045 §6.7) as a stream. libqp's decoder holds the whole part in memory and takes a time
 * quadratic in runs of blanks, so hostile mail could stop it.
 */
export class QuotedPrintableDecoder extends Transform {
  /** What cannot be decided yet: the blanks at a line's end, or a `=` with less than two characters behind it. */
  #held = '';

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    done(null, this.#decode(this.#held + chunk.toString('latin1'), false));
  }

  override _flush(done: TransformCallback): void {
    done(null, this.#decode(this.#held, true));
  }

  #decode(text: string, last: boolean): Buffer {
    const out = Buffer.allocUnsafe(text.length);
    let length = 0;
    let i = 0;
    this.#held = '';
    while (i < text.length) {
      const code = text.charCodeAt(i);
      if (code === 0x3d) {
        const step = this.#escape(text, i, last);
        if (step === undefined) break;
        if (step.byte !== undefined) out[length++] = step.byte;
        i = step.next;
      } else if (code === 0x20 || code === 0x09) {
        let end = i + 1;
        while (end < text.length && (text.charCodeAt(end) === 0x20 || text.charCodeAt(end) === 0x09)) end++;
        // More blanks than a line may hold cannot be kept waiting: they are let through.
        if (end === text.length && !last && end - i < 4096) break;
        const next = text.charCodeAt(end);
        const trailing =
          next === 0x0a ||
          (next === 0x0d && (text.charCodeAt(end + 1) === 0x0a || end + 1 === text.length)) ||
          (last && end === text.length);
        if (!trailing) for (; i < end; i++) out[length++] = text.charCodeAt(i);
        i = end;
      } else {
        out[length++] = code;
        i++;
      }
    }
    this.#held = text.slice(i);
    return out.subarray(0, length);
  }

  /** What a `=` at `at` means; undefined when more input is needed. A `=` that means nothing stays as it is. */
  #escape(
    text: string,
    at: number,
    last: boolean,
  ): { readonly byte: number | undefined; readonly next: number } | undefined {
    const two = text.slice(at + 1, at + 3);
    if (HEX.test(two)) return { byte: Number.parseInt(two, 16), next: at + 3 };
    let end = at + 1;
    while (end < text.length && end - at < 1024 && (text.charAt(end) === ' ' || text.charAt(end) === '\t')) end++;
    if (end === text.length && !last) return undefined;
    if (end === text.length || text.charAt(end) === '\n') return { byte: undefined, next: end + 1 };
    if (text.charAt(end) === '\r') {
      if (end + 1 === text.length && !last) return undefined;
      return { byte: undefined, next: text.charAt(end + 1) === '\n' ? end + 2 : end + 1 };
    }
    if (text.length - at < 3 && !last) return undefined;
    return { byte: 0x3d, next: at + 1 };
  }
}

/** uuencoded parts (`Content-Transfer-Encoding: x-uuencode`), which mailparser hands on undecoded. */
export class UuDecoder extends Transform {
  #held = '';
  #begun = false;
  #ended = false;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const lines = (this.#held + chunk.toString('latin1')).split('\n');
    // No line of it is longer than 62 characters; what is, is no uuencoding and need not be kept.
    this.#held = (lines.pop() ?? '').slice(0, 1024);
    done(null, Buffer.concat(lines.map((line) => this.#line(line.replace(/\r$/, '')))));
  }

  override _flush(done: TransformCallback): void {
    done(null, this.#line(this.#held));
  }

  #line(line: string): Buffer {
    if (!this.#begun) {
      this.#begun = /^begin [0-7]{3,4} /.test(line);
      return Buffer.alloc(0);
    }
    if (this.#ended || line === 'end') {
      this.#ended = true;
      return Buffer.alloc(0);
    }
    const length = (line.charCodeAt(0) - 32) & 63;
    const out = Buffer.alloc(length);
    const at = (i: number): number => (i < line.length ? (line.charCodeAt(i) - 32) & 63 : 0);
    for (let i = 1, n = 0; n < length; i += 4) {
      const group = (at(i) << 18) | (at(i + 1) << 12) | (at(i + 2) << 6) | at(i + 3);
      for (let shift = 16; shift >= 0 && n < length; shift -= 8) out[n++] = (group >> shift) & 255;
    }
    return out;
  }
}

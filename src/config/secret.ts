import { inspect } from 'node:util';

const SHOWN = '[secret]';

/** A password, token or key: it prints as `[secret]` wherever it is written out, and gives itself only to `reveal`. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
    Object.freeze(this);
  }

  /** The secret itself: for the protocol that needs it, never for a log or a message. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return SHOWN;
  }

  toJSON(): string {
    return SHOWN;
  }

  [inspect.custom](): string {
    return SHOWN;
  }
}

/** Words that are long enough to hold a secret in base64. */
const BASE64 = /[A-Za-z0-9+/_-]{8,}={0,2}/g;
/** Shorter cores of base64 are found everywhere. */
const LEAST_CORE = 4;

/**
 * What a server or a library says, without a secret that was said to it and that it repeats: as it is, quoted, in a URL or form, or in base64 as
 * AUTH PLAIN and XOAUTH2 send it.
 */
export function withoutSecret(text: string, secret: string | undefined): string {
  if (secret === undefined || secret === '') return text;
  const forms = [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), formEncoded(secret)];
  const cores = [0, 1, 2].flatMap((offset) => {
    // Base64 goes by three bytes and six bits: of its letters those count in which nothing but the secret stands.
    const bytes = Buffer.from(`${'\0'.repeat(offset)}${secret}`);
    const core = bytes.toString('base64').slice(Math.ceil((offset * 8) / 6), Math.floor((bytes.length * 8) / 6));
    return core.length < LEAST_CORE ? [] : [core, core.replaceAll('+', '-').replaceAll('/', '_')];
  });
  const plain = forms
    .toSorted((a, b) => b.length - a.length)
    .reduce((kept, form) => kept.replaceAll(form, SHOWN), text);
  return plain.replace(BASE64, (word) => (cores.some((core) => word.includes(core)) ? SHOWN : word));
}

function formEncoded(secret: string): string {
  return new URLSearchParams({ x: secret }).toString().slice(2);
}

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

import type { Readable, Writable } from 'node:stream';
import * as clack from '@clack/prompts';

/** Asks a person at the terminal. Each throws `Cancelled` when the person gives up. */
export interface Asker {
  text(question: TextQuestion): Promise<string>;
  secret(question: { readonly message: string }): Promise<string>;
  choose<T extends string>(question: {
    readonly message: string;
    readonly options: readonly { readonly value: T; readonly label: string }[];
    readonly initial: T;
  }): Promise<T>;
  confirm(question: { readonly message: string; readonly initial: boolean }): Promise<boolean>;
  say(text: string): void;
}

export interface TextQuestion {
  readonly message: string;
  readonly initial?: string | undefined;
  /** What would be right, when the answer is not. */
  readonly check?: (answer: string) => string | undefined;
  /** Ends the question without an answer: it is no longer needed. */
  readonly signal?: AbortSignal;
}

/** The person gave up. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/** A dialogue on these streams. */
export function terminalAsker(input: Readable, output: Writable): Asker {
  const common = { input, output };
  return {
    async text({ message, initial, check, signal }) {
      const answer = await clack.text({
        ...common,
        message,
        ...(initial === undefined ? {} : { initialValue: initial }),
        ...(signal === undefined ? {} : { signal }),
        validate: (value) => check?.((value ?? '').trim()),
      });
      return given(answer).trim();
    },
    async secret({ message }) {
      const validate = (value: string | undefined) => (value ? undefined : 'something has to be here');
      return given(await clack.password({ ...common, message, validate }));
    },
    async choose<T extends string>({ message, options, initial }: Parameters<Asker['choose']>[0]) {
      const choices = options.map(({ value, label }) => ({ value: value as string, label }));
      return given(await clack.select({ ...common, message, options: choices, initialValue: initial })) as T;
    },
    async confirm({ message, initial }) {
      return given(await clack.confirm({ ...common, message, initialValue: initial }));
    },
    say(text) {
      clack.log.message(text, { output });
    },
  };
}

function given<T>(answer: T): Exclude<T, symbol> {
  if (typeof answer === 'symbol') throw new Cancelled('given up');
  return answer as Exclude<T, symbol>;
}

import type { CommandLine } from '../../mail/commands.ts';
import { fold } from '../../mail/fold.ts';
import { nameKey } from '../called.ts';
import type { RequestTypeId } from '../ids.ts';
import type { Desk } from '../policy.ts';
import type { RequestTypeWhy } from './event.ts';
import type { RequestType } from './type.ts';

/** What of a writing may say the type of a request before its facts are read. */
export interface TypeSaid {
  readonly subject: string;
  /** The address of ours that it came to, lower case. */
  readonly sentTo?: string | undefined;
  readonly commands?: readonly CommandLine[];
}

/** A type, and what chose it. */
export interface TypeChoice {
  readonly type: RequestType;
  readonly why: RequestTypeWhy;
}

/** The type of the catalogue with this id; undefined when the desk has none such. */
export function requestTypeOf({ requestTypes }: Pick<Desk, 'requestTypes'>, id: RequestTypeId | undefined) {
  return id === undefined ? undefined : requestTypes?.types.find((type) => type.id === id);
}

/** The type that somebody calls so, by its id or one of its words. */
export function requestTypeCalled({ requestTypes }: Pick<Desk, 'requestTypes'>, word: string): RequestType | undefined {
  const key = nameKey(word);
  const types = requestTypes?.types ?? [];
  return (
    types.find(({ id }) => id === key) ??
    types.find(({ words }) => Object.values(words).some((said) => said.some((one) => nameKey(one) === key)))
  );
}

/** The type of a new request by what was chosen most expressly: a command, the address, the words that its subject begins with, else the usual one. */
export function typeAtOpening(desk: Pick<Desk, 'requestTypes'>, said: TypeSaid): TypeChoice | undefined {
  const { requestTypes } = desk;
  if (requestTypes === undefined) return undefined;
  const commanded = typeCommanded(desk, said.commands ?? []);
  if (commanded !== undefined) return { type: commanded, why: 'command' };
  const own = said.sentTo?.toLowerCase();
  const addressed = requestTypes.types.find(({ address }) => address !== undefined && address === own);
  if (addressed !== undefined) return { type: addressed, why: 'address' };
  const named = typeInSubject(requestTypes.types, said.subject);
  if (named !== undefined) return { type: named, why: 'subject' };
  const usual = requestTypeOf(desk, requestTypes.usual);
  return usual && { type: usual, why: 'usual' };
}

/** The type that a client's command names: `#express`, or `#type express`. */
export function typeCommanded(
  desk: Pick<Desk, 'requestTypes'>,
  commands: readonly CommandLine[],
): RequestType | undefined {
  for (const { verb, argument } of commands) {
    const type = verb === 'type' ? requestTypeCalled(desk, argument) : requestTypeCalled(desk, `${verb} ${argument}`);
    if (type !== undefined) return type;
  }
  return undefined;
}

/** The type with whose words, whole, a subject begins: `Express: server is down`, `[nová doména] novak.cz`. The longest counts. */
function typeInSubject(types: readonly RequestType[], subject: string): RequestType | undefined {
  const said = wordsOf(subject);
  let best: { readonly type: RequestType; readonly length: number } | undefined;
  for (const type of types) {
    for (const phrase of [type.id, ...Object.values(type.words).flat()]) {
      const words = wordsOf(phrase);
      const begins = words.length > 0 && words.every((word, index) => word === said[index]);
      if (begins && words.length > (best?.length ?? 0)) best = { type, length: words.length };
    }
  }
  return best?.type;
}

/** Words of a subject that are looked at. */
const MOST_WORDS = 30;

function wordsOf(text: string): readonly string[] {
  return (
    fold(text.slice(0, 500))
      .match(/[\p{L}\p{N}]+/gu)
      ?.slice(0, MOST_WORDS) ?? []
  );
}

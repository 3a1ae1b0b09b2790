import { domainToUnicode } from 'node:url';
import { addressKey, domainOf } from '../address.ts';
import type { Mailbox } from '../mail.ts';
import { aligned, domainKey, organisation } from './alignment.ts';
import { mixesScripts, nameKey, skeletonOf } from './confusables.ts';

/** Whose names and domains somebody might borrow. */
export interface KnownParties {
  /** Desks and agents with every address of theirs. */
  readonly people: readonly { readonly name: string; readonly addresses: readonly string[] }[];
  /** Domains of ours and of clients. */
  readonly domains: readonly string[];
}

const MAX_NAME = 500;

/** What is odd about a sender, for people to see; none of it proves deceit. */
export function flagsOf(from: readonly Mailbox[], replyTo: readonly Mailbox[], known: KnownParties): readonly string[] {
  const addresses = new Set(from.map(({ address }) => addressKey(address)));
  const flags: string[] = [];
  if (addresses.size > 1) flags.push(`several From addresses: ${[...addresses].slice(0, 5).join(', ')}`);
  const { people, domains } = looksOf(known);
  for (const { name, address } of from.slice(0, 5)) {
    flags.push(
      ...nameFlags(name.slice(0, MAX_NAME), addressKey(address), people),
      ...domainFlags(domainOf(address), domains),
    );
  }
  const author = from[0];
  const elsewhere = author && replyTo.find(({ address }) => !aligned(domainOf(address), domainOf(author.address)));
  if (elsewhere) flags.push(`Reply-To goes to another domain: ${elsewhere.address}`);
  return [...new Set(flags)];
}

/** By what somebody might be taken for one of them. */
interface Looks {
  readonly people: ReadonlyMap<string, readonly string[]>;
  /** Organisational domains with their skeletons. */
  readonly domains: ReadonlyMap<string, string>;
}

const looks = new WeakMap<KnownParties, Looks>();

/** The same parties are asked for with each mail, and there may be hundreds. */
function looksOf(known: KnownParties): Looks {
  const found = looks.get(known) ?? lookAt(known);
  looks.set(known, found);
  return found;
}

function lookAt(known: KnownParties): Looks {
  const people = new Map<string, readonly string[]>();
  for (const { name, addresses } of known.people) {
    const key = nameKey(name);
    // Namesakes: each may write under that name.
    people.set(key, [...(people.get(key) ?? []), ...addresses.map(addressKey)]);
  }
  const keys = known.domains.map((domain) => organisation(domainKey(domain))).filter((key) => key !== '');
  return { people, domains: new Map(keys.map((key) => [key, skeletonOf(domainToUnicode(key))])) };
}

function nameFlags(name: string, address: string, people: ReadonlyMap<string, readonly string[]>): string[] {
  const flags: string[] = [];
  const shown = /[^\s<>"'()[\],;:@]{1,64}@[^\s<>"'()[\],;:@]{1,255}/.exec(name.normalize('NFKC'))?.[0];
  if (shown && addressKey(shown) !== address) flags.push(`display name shows another address: ${shown}`);
  const theirs = name === '' ? undefined : people.get(nameKey(name));
  if (theirs && !theirs.includes(address))
    flags.push(`display name of a desk or an agent with another address: ${name.slice(0, 80)}`);
  return flags;
}

function domainFlags(domain: string, known: Looks['domains']): string[] {
  const shown = domainToUnicode(domainKey(domain)) || domain;
  const flags: string[] = [];
  if (mixesScripts(shown)) flags.push(`domain mixes alphabets: ${shown}`);
  const own = organisation(domainKey(domain));
  if (known.has(own)) return flags;
  const skeleton = skeletonOf(domainToUnicode(own));
  const alike = [...known.keys()].find((key) => known.get(key) === skeleton);
  if (alike) flags.push(`domain ${shown} looks like ${domainToUnicode(alike)}`);
  return flags;
}

import { foldKey } from '../../mail/form/spelling.ts';
import type { Service } from '../facts.ts';
import type { ClientId } from '../ids.ts';

/** A service, circuit or the like as its register has it. */
export interface Registered {
  /** In its proper form. */
  readonly id: string;
  readonly client: ClientId;
}

export type Recognition = { readonly kind: 'recognised'; readonly id: string } | { readonly kind: 'not-recognised' };

const NOT_RECOGNISED: Recognition = { kind: 'not-recognised' };

/**
 * Whether an identifier is one of this client's. One that nobody has and one that another client has are the same answer, value for value: nobody can
 * learn from us which identifiers there are.
 */
export function recognise(
  written: string,
  client: ClientId | undefined,
  find: (written: string) => Registered | undefined,
): Recognition {
  const found = find(written);
  return found !== undefined && client !== undefined && found.client === client
    ? { kind: 'recognised', id: found.id }
    : NOT_RECOGNISED;
}

/** Registers as a mail of this client may see them: `FormContext.lookUp`. */
export function registersOf(
  client: ClientId | undefined,
  find: (register: string, written: string) => Registered | undefined,
): (register: string, written: string) => string | undefined {
  return (register, written) => {
    const found = recognise(written, client, (one) => find(register, one));
    return found.kind === 'recognised' ? found.id : undefined;
  };
}

/** The register of services as words of a mail name them; circuits lead to their service. Spelling as `serviceKey` of the store. */
export function servicesBy(named: ReadonlyMap<string, Service>): (written: string) => Service | undefined {
  const byKey = new Map([...named].map(([word, service]) => [foldKey(word), service]));
  return (written) => byKey.get(foldKey(written));
}

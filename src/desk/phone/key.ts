import { type PhoneCountry, readPhoneNumber } from '../../mail/form/phone-number.ts';

/** A number in E.164, whatever way it was written and whatever extension stands behind it; undefined when it is none. */
export function phoneKey(text: string, country: PhoneCountry): string | undefined {
  return readPhoneNumber(text, country)?.number;
}

/** Whose number a call came from (SAGA-5). A switchboard is many people's. */
export type Caller<T> =
  | { readonly kind: 'known'; readonly person: T }
  | { readonly kind: 'several'; readonly people: readonly T[] }
  | { readonly kind: 'unknown' };

/** Finds the people with a number, both in any written form. An extension told by the caller leaves those who have that one, or none. */
export function callerOf<T extends { readonly phones: readonly string[] }>(
  text: string,
  people: readonly T[],
  country: PhoneCountry,
): Caller<T> {
  const called = readPhoneNumber(text, country);
  if (called === undefined) return { kind: 'unknown' };
  const withNumber = people.flatMap((person) => {
    const own = person.phones.flatMap((phone) => readPhoneNumber(phone, country) ?? []);
    const same = own.filter((phone) => phone.number === called.number);
    return same.length === 0 ? [] : [{ person, extensions: same.map((phone) => phone.extension) }];
  });
  const exact = withNumber.filter(
    ({ extensions }) => called.extension !== undefined && extensions.includes(called.extension),
  );
  const open = withNumber.filter(({ extensions }) => called.extension === undefined || extensions.includes(undefined));
  const found = (exact.length > 0 ? exact : open).map(({ person }) => person);
  const [first, second] = found;
  if (first === undefined) return { kind: 'unknown' };
  return second === undefined ? { kind: 'known', person: first } : { kind: 'several', people: found };
}

const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const BYTES: Readonly<Record<string, number>> = { B: 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 };

/** `60s`, `5m`, `14d`. */
export const DURATION = /^[0-9]{1,9} ?(?:ms|s|m|h|d)$/;
/** `20 MB`, `512KB`. */
export const SIZE = /^[0-9]{1,9} ?(?:B|KB|MB|GB)$/;

function amount(text: string, units: Readonly<Record<string, number>>): number {
  const digits = /^[0-9]+/.exec(text)?.[0] ?? '';
  return Number(digits) * (units[text.slice(digits.length).trim()] ?? Number.NaN);
}

/** Milliseconds of a text that matches `DURATION`. */
export function milliseconds(text: string): number {
  return amount(text, MILLISECONDS);
}

/** Bytes of a text that matches `SIZE`; 1 KB is 1024 bytes. */
export function bytes(text: string): number {
  return amount(text, BYTES);
}

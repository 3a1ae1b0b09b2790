/** What a person reads of a length of time, its largest units first; days only where the clock runs through them. */
const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const;

/** A time in milliseconds as the configuration writes it: `4h`, `1h 30m`; opening hours have no days. */
export function spanText(ms: number, time: 'business' | 'clock' = 'business'): string {
  let left = Math.round(ms / 1000) * 1000;
  const parts: string[] = [];
  for (const [unit, length] of UNITS) {
    if (unit === 'd' && time === 'business') continue;
    const many = Math.floor(left / length);
    left -= many * length;
    if (many > 0) parts.push(`${many}${unit}`);
  }
  return parts.length === 0 ? '0s' : parts.join(' ');
}

/**
 * Milliseconds to wait after the `failures`th failure in a row: doubling from `first` to `most`, of which a random half is taken off so that many
 * readers do not come back at the same moment.
 */
export function backoff(failures: number, first: number, most: number, random: () => number): number {
  const full = Math.min(most, first * 2 ** Math.min(Math.max(failures - 1, 0), 30));
  return Math.round(full * (1 - random() / 2));
}

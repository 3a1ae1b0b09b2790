/** Works on items at most `ahead` at a time and yields the results in the order of the items; a rejection ends it. */
export async function* inOrder<T, R>(
  items: Iterable<T>,
  work: (item: T) => Promise<R>,
  ahead: number,
): AsyncGenerator<R, void, void> {
  const begun: Promise<R>[] = [];
  for (const item of items) {
    const result = work(item);
    // It is awaited in its turn; until then a rejection must not end the process.
    result.catch(() => undefined);
    begun.push(result);
    if (begun.length >= Math.max(1, ahead)) yield await taken(begun);
  }
  while (begun.length > 0) yield await taken(begun);
}

function taken<R>(begun: Promise<R>[]): Promise<R> {
  const first = begun.shift();
  if (first === undefined) throw new Error('nothing was begun');
  return first;
}

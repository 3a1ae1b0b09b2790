/** `[1,2,3,7]` → `1:3,7`: the shortest set that names exactly these UIDs (RFC 3501 §9, sequence-set). Takes them in ascending order. */
export function uidSet(uids: readonly number[]): string {
  const parts: string[] = [];
  let from: number | undefined;
  let to = 0;
  const flush = (): void => {
    if (from !== undefined) parts.push(from === to ? `${from}` : `${from}:${to}`);
  };
  for (const uid of uids) {
    if (from !== undefined && uid === to + 1) {
      to = uid;
      continue;
    }
    flush();
    from = uid;
    to = uid;
  }
  flush();
  return parts.join(',');
}

/** Cuts a list into pieces of at most `size`. */
export function* pieces<T>(list: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at < list.length; at += size) yield list.slice(at, at + size);
}

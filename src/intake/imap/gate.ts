/** Runs work, or makes it wait for its turn. */
export type Gate = <T>(work: () => Promise<T>) => Promise<T>;

/** A gate that lets so many through at a time, the others in the order in which they came. */
export function createGate(width: number): Gate {
  const waiting: (() => void)[] = [];
  let within = 0;
  return async (work) => {
    // Who leaves hands his place on.
    if (within < width) within += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) within -= 1;
      else next();
    }
  };
}

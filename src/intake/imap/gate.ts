/** Runs work, or makes it wait for its turn; `weight` is how much of the gate's width it takes, 1 when not said. */
export type Gate = <T>(work: () => Promise<T>, weight?: number) => Promise<T>;

/** A gate that lets so much through at a time, the rest in the order in which it came. What is wider than the gate goes through alone. */
export function createGate(width: number): Gate {
  const waiting: { readonly weight: number; readonly enter: () => void }[] = [];
  let within = 0;
  const admit = (): void => {
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      if (within > 0 && within + next.weight > width) return;
      waiting.shift();
      within += next.weight;
      next.enter();
    }
  };
  return async (work, weight = 1) => {
    await new Promise<void>((enter) => {
      waiting.push({ weight, enter });
      admit();
    });
    try {
      return await work();
    } finally {
      within -= weight;
      admit();
    }
  };
}

import { type Fault, STORE_POINTS, WIRE_POINTS, type WirePointName } from './points.ts';

const WIRES = Object.keys(WIRE_POINTS) as WirePointName[];
/** Milliseconds: a start takes about so long, and what mail there is about as long again. */
const START = 1_500;
const WORK = 1_200;
const MOST_PASSES = 4;

/** So many faults by chance: half of them at random instants, the others at named points. `random` is in [0, 1). */
export function faultsByChance(count: number, random: () => number): readonly Fault[] {
  const upTo = (most: number): number => Math.floor(random() * most);
  return Array.from({ length: count }, (): Fault => {
    const kind = random();
    if (kind < 0.15) return { kind: 'random', after: 'start', ms: upTo(START) };
    if (kind < 0.5) return { kind: 'random', after: 'runs', ms: upTo(WORK) };
    // Mostly the first: a life has few commits.
    const pass = 1 + Math.floor(random() * random() * MOST_PASSES);
    if (kind < 0.8) return { kind: 'store', point: STORE_POINTS[upTo(STORE_POINTS.length)] ?? STORE_POINTS[0], pass };
    return { kind: 'wire', point: WIRES[upTo(WIRES.length)] ?? 'DATA: before it is said', pass };
  });
}

/** The words for a fault in a report. */
export function nameOf(fault: Fault): string {
  return fault.kind === 'random' ? `at random after ${fault.after === 'start' ? 'the start' : 'it ran'}` : fault.point;
}

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

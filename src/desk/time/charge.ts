import type { TimeTerms } from './terms.ts';

/** Work on a case, as far as charging looks at it. */
export interface Piece {
  /** Below nothing: a correction of what was booked before. */
  readonly minutes: number;
  readonly at: Date;
}

/** One piece of work with what of it is charged. */
export interface Charged<P extends Piece = Piece> {
  readonly piece: P;
  /** After corrections of the same month; below nothing: a credit for an earlier one. */
  readonly worked: number;
  /** Of these, before the level's included minutes are taken off. */
  readonly charged: number;
  /** When it is charged: not before it was agreed to, or before the case took more than its free minutes. */
  readonly due: Date;
}

/** Names the month of a moment. */
type MonthOf = (at: Date) => string;

/** Corrections take back what was booked last before them in their month; what is left of them is a credit. */
export function corrected<P extends Piece>(
  pieces: readonly P[],
  monthOf: MonthOf,
): readonly { readonly piece: P; readonly worked: number }[] {
  const left: { piece: P; worked: number }[] = [];
  for (const piece of pieces) {
    let rest = piece.minutes;
    for (let at = left.length - 1; at >= 0 && rest < 0; at--) {
      const one = left[at];
      if (one === undefined || one.worked <= 0 || monthOf(one.piece.at) !== monthOf(piece.at)) continue;
      const taken = Math.min(one.worked, -rest);
      one.worked -= taken;
      rest += taken;
    }
    if (rest !== 0) left.push({ piece, worked: rest });
  }
  return left.filter(({ worked }) => worked !== 0);
}

/** Up to whole steps. */
export function roundUp(minutes: number, step: number): number {
  return Math.ceil(minutes / step) * step;
}

/**
 * What of a case's work is charged, piece by piece, in the order of booking. `since`: its work is charged from then on, as was agreed; undefined: it costs
 * nothing. Of a case that takes more than the free minutes what is beyond them is charged, or all of it, rounded up to steps: each piece for itself, or all
 * of a month together, where the last piece bears the rest of the step.
 */
export function chargeCase<P extends Piece>(
  pieces: readonly P[],
  since: Date | undefined,
  { free, charged: mode, round }: TimeTerms,
  monthOf: MonthOf,
): readonly Charged<P>[] {
  const worked = corrected(pieces, monthOf);
  let spent = 0;
  let crossed: Date | undefined;
  const runs = worked.map(({ piece, worked: minutes }) => {
    const before = spent;
    spent += minutes;
    if (spent > free) crossed ??= piece.at;
    return { piece, minutes, beyond: Math.max(0, spent - free) - Math.max(0, before - free) };
  });
  const costs = since !== undefined && spent > free;
  const charged: Charged<P>[] = runs.map(({ piece, minutes, beyond }) => {
    const raw = !costs ? 0 : mode === 'all' ? minutes : beyond;
    const due = latest(piece.at, since, mode === 'all' ? crossed : undefined);
    return { piece, worked: minutes, charged: round.per === 'booking' ? roundUp(raw, round.to) : raw, due };
  });
  return round.per === 'booking' ? charged : roundMonths(charged, round.to, monthOf);
}

function latest(first: Date, ...others: readonly (Date | undefined)[]): Date {
  return others.reduce<Date>((last, at) => (at !== undefined && at > last ? at : last), first);
}

function roundMonths<P extends Piece>(
  charged: readonly Charged<P>[],
  step: number,
  monthOf: MonthOf,
): readonly Charged<P>[] {
  const sums = new Map<string, number>();
  const lasts = new Map<string, number>();
  for (const [index, one] of charged.entries()) {
    const month = monthOf(one.due);
    sums.set(month, (sums.get(month) ?? 0) + one.charged);
    if (one.charged > 0) lasts.set(month, index);
  }
  return charged.map((one, index) => {
    const month = monthOf(one.due);
    const sum = sums.get(month) ?? 0;
    if (lasts.get(month) !== index || sum <= 0) return one;
    return { ...one, charged: one.charged + roundUp(sum, step) - sum };
  });
}

/** What is left to be charged of a client's month once the minutes are taken off that its level has paid; a credit stays one. */
export function beyondIncluded(charged: number, included: number): number {
  return charged <= 0 ? charged : Math.max(0, charged - included);
}

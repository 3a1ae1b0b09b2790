import type { Care } from './care.ts';

/** What a client may be asked and can answer by one word; each slice of the policy that asks adds its own. */
export type QuestionKind = 'deferral' | 'quote' | 'coverage';

/** A question of ours on a ticket. */
export interface Question {
  readonly kind: QuestionKind;
  /** The ticket's version with the event that asked it. */
  readonly asked: number;
  /** Not answered, and not fallen away. */
  readonly open: boolean;
}

/** All questions of a ticket, in the order in which they were last asked. Each slice answers one line here from its part of `Care`. */
export function questionsOf(care: Care): readonly Question[] {
  const { deferral, agreement, coverage } = care;
  const offer = agreement?.offer;
  const { decided } = coverage;
  const questions: readonly Question[] = [
    ...(deferral === undefined
      ? []
      : [{ kind: 'deferral' as const, asked: deferral.asked ?? 0, open: deferral.state === 'offered' }]),
    // An offer that has ended can still be accepted: then an agent confirms it. One that was replaced by another cannot.
    ...(agreement?.replaced ?? []).map((asked) => ({ kind: 'quote' as const, asked, open: false })),
    ...(offer === undefined
      ? []
      : [{ kind: 'quote' as const, asked: offer.asked, open: offer.state === 'open' || offer.state === 'expired' }]),
    ...(decided === undefined || decided.asked === 0
      ? []
      : [{ kind: 'coverage' as const, asked: decided.asked, open: decided.answer === 'asked' }]),
  ];
  return questions.toSorted((a, b) => a.asked - b.asked);
}

/** Those that wait for an answer, in the order in which they were last asked. */
export function openQuestions(care: Care): readonly Question[] {
  return questionsOf(care).filter(({ open }) => open);
}

/**
 * Which question a word of the client answers. A reply to a mail of ours answers what was asked last when that mail was written (`cited` is the ticket's
 * version then): where that is answered already the word says nothing new, so that an old mail answered once more agrees to nothing else. Any other mail
 * answers what was asked last and is not yet answered. Undefined when there is no such question.
 */
export function questionAnswered(care: Care, cited: number | undefined): Question | undefined {
  const questions = questionsOf(care);
  const named = cited === undefined ? undefined : questions.findLast(({ asked }) => asked <= cited);
  if (named !== undefined) return named.open ? named : undefined;
  return questions.findLast(({ open }) => open);
}

import { describe, expect, it } from 'vitest';
import { type Care, NO_CARE } from '../../src/desk/care.ts';
import { openQuestions, questionAnswered } from '../../src/desk/questions.ts';

const deferral = (state: 'offered' | 'agreed', asked: number): Care => ({
  ...NO_CARE,
  deferral: { state, until: new Date(0), asked },
});

describe('which question a word answers', () => {
  it('none when none was asked', () => {
    expect(questionAnswered(NO_CARE, undefined)).toBeUndefined();
    expect(openQuestions(NO_CARE)).toEqual([]);
  });

  it('the one that waits', () => {
    expect(questionAnswered(deferral('offered', 3), undefined)).toMatchObject({ kind: 'deferral', asked: 3 });
    expect(questionAnswered(deferral('offered', 3), 4)).toMatchObject({ kind: 'deferral' });
    // A mail from before it was asked: he can mean no other.
    expect(questionAnswered(deferral('offered', 3), 1)).toMatchObject({ kind: 'deferral' });
  });

  it('nothing where the mail that is answered asked what is answered already', () => {
    expect(questionAnswered(deferral('agreed', 3), 4)).toBeUndefined();
    expect(questionAnswered(deferral('agreed', 3), undefined)).toBeUndefined();
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limited, NO_LIMITS } from '../../../src/desk/limits/limits.ts';

describe('how long a subject and a text may be (SOFTECH-4)', () => {
  it('leaves alone what is short enough, to the last character', () => {
    const text = 'x'.repeat(8_000);
    expect(limited({ subject: 120, text: 8_000 }, 'Server', text)).toEqual({
      subject: 'Server',
      text,
      whole: undefined,
    });
    expect(limited(NO_LIMITS, 'Server', text.repeat(20)).whole).toBeUndefined();
  });

  it('cuts between words, and keeps the whole with its subject', () => {
    const words = 'slovo '.repeat(30).trim();
    expect(limited({ subject: 20, text: undefined }, words, 'text')).toEqual({
      subject: 'slovo slovo slovo…',
      text: 'text',
      whole: `${words}\n\ntext`,
    });
  });

  it('never shows more than is allowed, nor loses anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.integer({ min: 20, max: 200 }), (text, most) => {
        const { text: shown, whole } = limited({ subject: undefined, text: most }, '', text);
        expect(Array.from(shown).length).toBeLessThanOrEqual(most);
        if (whole === undefined) expect(shown).toBe(text);
        else {
          expect(whole).toBe(text);
          expect(text.startsWith(shown.slice(0, -1))).toBe(true);
        }
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRfo, readSections } from '../../../src/desk/rfo/sections.ts';

describe('what an agent writes of an outage (INTERSPACE-8)', () => {
  it.each([
    ['en', 'Cause:\nA cut fibre.\n\nPreventive measures:\nA second path.'],
    ['en, on one line', 'Root cause: A cut fibre.\nPrevention: A second path.'],
    ['en, numbered', '1. CAUSE\nA cut fibre.\n2) Preventive actions\nA second path.'],
    ['en, bold', '**Cause:** A cut fibre.\n*Prevention*\nA second path.'],
    ['en, the cause first', 'A cut fibre.\n\nPreventive measures\nA second path.'],
    ['sr', 'Uzrok prekida:\nA cut fibre.\nPreventivne mere:\nA second path.'],
    ['sr, Cyrillic', 'Узрок:\nA cut fibre.\nПревентивне мере:\nA second path.'],
    ['sl', 'Vzrok:\nA cut fibre.\nUkrepi:\nA second path.'],
    ['sk', 'Príčina:\nA cut fibre.\nPreventívne opatrenia:\nA second path.'],
    ['cs, without diacritics', 'Pricina\nA cut fibre.\nPreventivni opatreni\nA second path.'],
    ['mk', 'Причина:\nA cut fibre.\nПревентивни мерки:\nA second path.'],
  ])('is read in %s', (_, text) => {
    expect(readRfo(text)).toEqual({
      kind: 'text',
      text: { cause: 'A cut fibre.', timeline: undefined, prevention: 'A second path.' },
    });
  });

  it('may tell the course of events itself; a sentence that begins like a heading is none', () => {
    const text = 'Cause:\nThe cause was found late.\nTimeline:\n09:00 down\n09:40 up\nPrevention:\nNone: it was ours.';
    expect(readRfo(text)).toEqual({
      kind: 'text',
      text: {
        cause: 'The cause was found late.',
        timeline: '09:00 down\n09:40 up',
        prevention: 'None: it was ours.',
      },
    });
  });

  it.each([
    ['', 'cause'],
    ['Cause:\n\nPrevention: x', 'cause'],
    ['Cause: x', 'prevention'],
    ['Cause: x\nTimeline: y\nPrevention:\n \n', 'prevention'],
  ])('%j lacks its %s', (text, section) => {
    expect(readRfo(text)).toEqual({ kind: 'lacks', section });
  });

  it('loses no word of it, whatever stands there', () => {
    const line = fc.oneof(
      fc.constantFrom('Cause:', 'Timeline', 'Mere: x', ''),
      fc.string({ unit: 'binary', maxLength: 20 }),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const { cause, timeline, prevention } = readSections(lines.join('\n'));
        const kept = `${cause}${timeline}${prevention}`.replace(/\s/gu, '').length;
        const headings = lines
          .join('\n')
          .split('\n')
          .filter((one) => readSections(`${one}\nx`).cause.replace(/\s/gu, '') === 'x' || /^Timeline$/.test(one))
          .join('').length;
        expect(kept).toBeGreaterThanOrEqual(lines.join('').replace(/\s/gu, '').length - headings - 60 * lines.length);
      }),
    );
  });
});

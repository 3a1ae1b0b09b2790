import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FormId, RequestTypeId } from '../../../src/desk/ids.ts';
import type { Desk } from '../../../src/desk/policy.ts';
import { requestTypeCalled, typeAtOpening } from '../../../src/desk/request-type/choose.ts';
import type { RequestType } from '../../../src/desk/request-type/type.ts';
import { formRules } from '../../../src/mail/form/labels.ts';

const type = (id: string, words: RequestType['words'], address?: string): RequestType => ({
  id: id as RequestTypeId,
  words,
  ticketType: 'request',
  form: undefined,
  priority: undefined,
  assignment: undefined,
  checklist: {},
  level: undefined,
  surcharge: undefined,
  agreement: undefined,
  address,
});

const DESK: Pick<Desk, 'requestTypes'> = {
  requestTypes: {
    types: [
      type('express', {
        en: ['Express intervention'],
        cs: ['Expresní servisní zásah', 'expres'],
        mk: ['Итна интервенција'],
      }),
      type('intervention', { en: ['Intervention'], cs: ['Servisní zásah'] }),
      type('domain', { en: ['New domain'], cs: ['Nová doména'] }, 'domeny@softech.example'),
      type('other', { en: ['Other'], cs: ['Ostatní'] }),
    ],
    usual: 'other' as RequestTypeId,
    form: {
      id: 'request-type' as FormId,
      rules: formRules([]),
      type: 'request',
      clockWaits: false,
      askAtMost: 1,
      service: undefined,
      impact: undefined,
      urgency: undefined,
      priority: undefined,
    },
    priority: 'normal',
  },
};

describe('the type of a new request (SOFTECH-3)', () => {
  it.each([
    ['Nová doména novak.cz', 'domain', 'subject'],
    ['NOVA DOMENA: novak.cz', 'domain', 'subject'],
    ['[expres] server nejede', 'express', 'subject'],
    ['Expresní servisní zásah – server', 'express', 'subject'],
    ['Servisní zásah', 'intervention', 'subject'],
    ['Итна интервенција: серверот', 'express', 'subject'],
    ['itna intervencija', 'express', 'subject'],
    ['express', 'express', 'subject'],
    // In the middle, or only begun, it chooses nothing.
    ['Prosím o expres', 'other', 'usual'],
    ['Expresně prosím', 'other', 'usual'],
    ['Nová pošta', 'other', 'usual'],
    ['', 'other', 'usual'],
  ])('by the subject %j is %s', (subject, id, why) => {
    expect(typeAtOpening(DESK, { subject })).toMatchObject({ type: { id }, why });
  });

  it('the address of one type counts before the subject, a command before both', () => {
    const sentTo = 'domeny@softech.example';
    expect(typeAtOpening(DESK, { subject: 'Expres!', sentTo })).toMatchObject({
      type: { id: 'domain' },
      why: 'address',
    });
    const commands = [{ verb: 'express', argument: '', line: 1 }];
    expect(typeAtOpening(DESK, { subject: 'x', sentTo, commands })).toMatchObject({
      type: { id: 'express' },
      why: 'command',
    });
    const typed = [{ verb: 'type', argument: 'Nová doména', line: 1 }];
    expect(typeAtOpening(DESK, { subject: 'x', commands: typed })).toMatchObject({ type: { id: 'domain' } });
  });

  it('is none at a desk without a catalogue', () => {
    expect(typeAtOpening({ requestTypes: undefined }, { subject: 'Express' })).toBeUndefined();
  });

  it('is called by any of its words, however they are written', () => {
    fc.assert(
      fc.property(fc.constantFrom(...(DESK.requestTypes?.types ?? [])), fc.nat(), fc.boolean(), (one, nth, upper) => {
        const words = [one.id, ...Object.values(one.words).flat()];
        const word = words[nth % words.length] ?? '';
        expect(requestTypeCalled(DESK, upper ? word.toUpperCase() : `  ${word} `)?.id).toBe(one.id);
      }),
    );
  });

  it('no subject breaks it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 2_000 }),
        (subject) => typeAtOpening(DESK, { subject }) !== undefined,
      ),
    );
  });
});

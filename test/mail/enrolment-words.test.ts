import { describe, expect, it } from 'vitest';
import { asksToEnrol } from '../../src/mail/enrolment-words.ts';

describe('a subject by which somebody signs up', () => {
  it.each([
    'Sign up',
    'sign-up',
    'ENROLMENT.',
    'Prijava',
    'Пријава',
    'prijava za podrsku',
    'Registrácia',
    'přihláška!',
    'Регистрација',
  ])('%j', (subject) => expect(asksToEnrol(subject)).toBe(true));
  it.each(['', 'Ne radi prijava', 'Prijava ne radi', 'Registration fails', 'sign', 'x'.repeat(100_000)])(
    'not %j',
    (subject) => expect(asksToEnrol(subject)).toBe(false),
  );
});

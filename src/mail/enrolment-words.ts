import { fold } from './fold.ts';

/** Whole subjects by which somebody signs up for support (SAGA-1), by language. A word within a sentence is none: "prijava" is a log-in, too. */
const SUBJECTS: Readonly<Record<string, readonly string[]>> = {
  en: ['sign up', 'sign up for support', 'enrolment', 'enrollment', 'enrol', 'enroll', 'registration', 'register'],
  sr: ['prijava', 'prijava za podršku', 'prijava klijenta', 'registracija', 'registracija klijenta', 'upis'],
  sl: ['prijava', 'prijava na podporo', 'prijava stranke', 'registracija', 'registracija stranke', 'vpis'],
  sk: ['prihláška', 'prihláška na podporu', 'prihlásenie klienta', 'registrácia', 'registrácia klienta'],
  cs: ['přihláška', 'přihláška k podpoře', 'přihlášení klienta', 'registrace', 'registrace klienta'],
  mk: ['пријава', 'пријава за поддршка', 'пријава на клиент', 'регистрација', 'регистрација на клиент'],
};

const KEYS: ReadonlySet<string> = new Set(Object.values(SUBJECTS).flat().map(keyOf));
/** A longer subject says something else. */
const LONGEST = 60;

/** Whether a subject says that its writer signs up, and nothing else; case, alphabet, diacritics and closing signs make no difference. */
export function asksToEnrol(subject: string): boolean {
  return subject.length <= LONGEST && KEYS.has(keyOf(subject));
}

function keyOf(subject: string): string {
  return fold(subject)
    .replace(/\p{Cf}/gu, '')
    .replace(/^[\s#]+|[\s.!…]+$/gu, '')
    .replace(/[\s-]+/g, ' ');
}

import { fold } from './fold.ts';

/** How the subject of a request for access begins (SOFTECH-2), by language. */
const SUBJECTS: Readonly<Record<string, readonly string[]>> = {
  en: [
    'access request',
    'request for access',
    'access to the portal',
    'password',
    'forgotten password',
    'login details',
    'access details',
  ],
  sr: [
    'zahtev za pristup',
    'pristup portalu',
    'lozinka',
    'zaboravljena lozinka',
    'pristupni podaci',
    'podaci za pristup',
  ],
  sl: ['zahteva za dostop', 'prošnja za dostop', 'dostop do portala', 'geslo', 'pozabljeno geslo', 'podatki za dostop'],
  sk: ['žiadosť o prístup', 'prístup na portál', 'heslo', 'zabudnuté heslo', 'prístupové údaje', 'prihlasovacie údaje'],
  cs: [
    'žádost o přístup',
    'přístup na portál',
    'přístup do portálu',
    'heslo',
    'zapomenuté heslo',
    'přístupové údaje',
    'přihlašovací údaje',
  ],
  mk: ['барање за пристап', 'пристап до порталот', 'лозинка', 'заборавена лозинка', 'податоци за пристап'],
};

const KEYS: ReadonlySet<string> = new Set(Object.values(SUBJECTS).flat().map(keyOf));
/** A longer subject says something else. */
const LONGEST = 60;

/** Whether a subject asks for access, and for nothing else. */
export function asksForAccess(subject: string): boolean {
  return subject.length <= LONGEST && KEYS.has(keyOf(subject));
}

function keyOf(subject: string): string {
  return fold(subject)
    .replace(/\p{Cf}/gu, '')
    .replace(/^[\s#]+|[\s.!?…]+$/gu, '')
    .replace(/[\s-]+/g, ' ');
}

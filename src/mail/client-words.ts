import { fold } from './fold.ts';

/** What a client can say by one word on a line of its own, in his language or as `#word`. */
export const CLIENT_WORDS = ['escalate', 'agree', 'decline', 'solved', 'rfo'] as const;
export type ClientWord = (typeof CLIENT_WORDS)[number];

/**
 * The words by language, first the one that our mails name. They are asked for without regard to case, alphabet, diacritics and the
 * full stop behind them.
 */
export const CLIENT_WORD_TABLE: Readonly<Record<ClientWord, Readonly<Record<string, readonly string[]>>>> = {
  escalate: {
    en: ['escalate', 'escalation', 'please escalate'],
    sr: ['eskalacija', 'eskaliraj', 'eskalirajte', 'molim eskalaciju'],
    sl: ['eskalacija', 'eskaliraj', 'eskalirajte', 'prosim za eskalacijo'],
    sk: ['eskalácia', 'eskalovať', 'eskalujte', 'prosím o eskaláciu'],
    cs: ['eskalace', 'eskalovat', 'eskalujte', 'prosím o eskalaci'],
    mk: ['ескалација', 'ескалирај', 'ескалирајте', 'молам ескалација'],
  },
  rfo: {
    en: ['rfo', 'reason for outage', 'rfo please', 'please send an rfo'],
    sr: ['rfo', 'uzrok prekida', 'razlog prekida', 'izveštaj o prekidu', 'molim rfo'],
    sl: ['rfo', 'vzrok izpada', 'razlog izpada', 'poročilo o izpadu', 'prosim za rfo'],
    sk: ['rfo', 'príčina výpadku', 'dôvod výpadku', 'správa o výpadku', 'prosím o rfo'],
    cs: ['rfo', 'příčina výpadku', 'důvod výpadku', 'zpráva o výpadku', 'prosím o rfo'],
    mk: ['rfo', 'причина за прекинот', 'причина за прекин', 'извештај за прекинот', 'молам rfo'],
  },
  agree: {
    en: ['agree', 'i agree', 'we agree', 'agreed', 'yes', 'ok', 'okay', 'accept', 'i accept', 'we accept', 'accepted'],
    sr: [
      'saglasan',
      'saglasna',
      'saglasni',
      'saglasni smo',
      'slažem se',
      'slažemo se',
      'da',
      'u redu',
      'prihvatam',
      'prihvatamo',
      'prihvaćeno',
      'pristajem',
      'pristajemo',
    ],
    sl: [
      'soglašam',
      'soglašamo',
      'se strinjam',
      'strinjam se',
      'strinjamo se',
      'da',
      'v redu',
      'velja',
      'sprejmem',
      'sprejmemo',
      'sprejemam',
      'sprejemamo',
      'sprejeto',
    ],
    sk: ['súhlasím', 'súhlasíme', 'áno', 'v poriadku', 'dobre', 'prijímam', 'prijímame', 'akceptujem', 'akceptujeme'],
    cs: ['souhlasím', 'souhlasíme', 'ano', 'v pořádku', 'dobře', 'přijímám', 'přijímáme', 'akceptuji', 'akceptujeme'],
    mk: [
      'се согласувам',
      'се согласуваме',
      'согласен',
      'согласна',
      'да',
      'во ред',
      'прифаќам',
      'прифаќаме',
      'прифатено',
    ],
  },
  solved: {
    en: ['solved', 'resolved', 'it is solved', 'problem solved', 'all solved'],
    sr: ['rešeno', 'rešeno je', 'sve je rešeno', 'problem je rešen', 'zahtev je rešen'],
    sl: ['rešeno', 'je rešeno', 'vse je rešeno', 'težava je rešena', 'zahtevek je rešen'],
    sk: ['vyriešené', 'je to vyriešené', 'už je to vyriešené', 'problém je vyriešený'],
    cs: ['vyřešeno', 'je to vyřešeno', 'už je to vyřešeno', 'problém je vyřešen'],
    mk: ['решено', 'решено е', 'сè е решено', 'проблемот е решен'],
  },
  decline: {
    en: [
      'decline',
      'i disagree',
      'we disagree',
      'disagree',
      'i do not agree',
      'no',
      'reject',
      'i reject',
      'we reject',
      'we decline',
      'i decline',
      'not accepted',
    ],
    sr: [
      'ne slažem se',
      'ne slažemo se',
      'nisam saglasan',
      'nisam saglasna',
      'nismo saglasni',
      'ne',
      'ne prihvatam',
      'odbijam',
      'odbijamo',
      'ne prihvatamo',
      'ne pristajem',
    ],
    sl: [
      'ne soglašam',
      'ne soglašamo',
      'se ne strinjam',
      'se ne strinjamo',
      'ne',
      'zavračam',
      'zavračamo',
      'ne sprejmem',
      'ne sprejmemo',
    ],
    sk: ['nesúhlasím', 'nesúhlasíme', 'nie', 'odmietam', 'odmietame', 'neprijímam', 'neprijímame'],
    cs: ['nesouhlasím', 'nesouhlasíme', 'ne', 'odmítám', 'odmítáme', 'nepřijímám', 'nepřijímáme'],
    mk: ['не се согласувам', 'не се согласуваме', 'не', 'одбивам', 'одбиваме', 'не прифаќам', 'не прифаќаме'],
  },
};

/** Letters of a line that can be a word; longer ones are sentences. */
const LONGEST = 60;

const MEANINGS: ReadonlyMap<string, ClientWord> = new Map(
  CLIENT_WORDS.flatMap((word) => [
    [word, word] as const,
    ...Object.values(CLIENT_WORD_TABLE[word])
      .flat()
      .map((text) => [keyOf(text), word] as const),
  ]),
);

/** The word that the first line of a strict reply consists of; undefined when it says anything else. */
export function readClientWord(strictText: string): ClientWord | undefined {
  const line = /^\s*([^\n]*)/.exec(strictText)?.[1] ?? '';
  return line.length > LONGEST ? undefined : MEANINGS.get(keyOf(line));
}

/** Case, alphabet, diacritics, a leading # and closing punctuation make no difference. */
function keyOf(line: string): string {
  return fold(line)
    .replace(/\p{Cf}/gu, '')
    .replace(/^[\s#＃]+|[\s.!…]+$/gu, '')
    .replace(/\s+/g, ' ');
}

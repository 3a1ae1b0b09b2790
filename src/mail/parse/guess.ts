import iconv from 'iconv-lite';

/** Frequent words that carry letters beyond ASCII; the pairs of letters in them tell one charset from another. */
const WORDS = [
  // cs
  'dobrý den děkuji děkujeme prosím vás můžete že už být při není který která které žádost problém přihlášení připojení účet účtu číslo objednávka objednávky fakturu zpráva odpověď řešení třeba také ještě příloze přílohu nefunguje počítač všechno všechny včera další měl bych což něco někdo předem hezký více potřebuji pokud znovu přístup heslo změnit vaše naše uživatel uživatele síť síti správce těším pozdravem dobře několik hodině příští týden středa čtvrtek pátek úterý září říjen březen únor květen červen leden účtenka zákazník služby služba platba zaslání vyřízení žádáme prostřednictvím můj náš stránky stránka tiskárna tiskárny připojit prohlížeč počet když žádám šéf čekám řešte',
  // sk
  'dobrý deň ďakujem ďakujeme prosím vás môžete že už byť pri nie ktorý ktorá ktoré žiadosť problém prihlásenie účet účtu číslo objednávka objednávky faktúru správa odpoveď riešenie treba tiež ešte prílohe prílohu nefunguje počítač všetko všetky včera ďalší mal by čo niečo niekto vopred pekný viac potrebujem pokiaľ znova prístup heslo zmeniť vaše naše používateľ používateľa sieť sieti správca teším pozdravom niekoľko keďže ľudia veľmi veľký priateľ kľúč učiteľ streda štvrtok piatok utorok jún júl október január február zákazník služby službu platba zaslanie môj náš stránky stôl kôň môže dôležité zástupca zľava ľahko nedeľa odoslať riaditeľ spoľahlivý vôbec vzťah chýba',
  // sl
  'pozdravljeni lep pozdrav hvala že če še že naš vaš šifra geslo račun računa številka naročilo naročila težava težave rešitev prosim pošljite pošto sporočilo odgovor prijaviti prijava deluje tiskalnik včeraj učenec želim želimo možno mogoče imamo češ žal strežnik omrežje vključno končno večina različica naročnik uporabniško priloga priložena študent žnidaršič čas črka šola življenje žena reči hočem nočem plačilo zaračunali četrtek marec začetek dežela podjetje vašega našega možnost pošiljka',
  // sr, hr, bs in Latin script
  'poštovani hvala što još već će ću ćete možete može molim žao račun računa šifra lozinka pomoć poruka pošta pošalji naručio narudžba ističe tokom greška greške štampač mreža mreži isključen uključen priključak rešenje rješenje neće nećemo hoću želim đorđe đak rođen takođe također među došao iđe uređaj uređaja između događaj sledeći sljedeći ponuđač ovlašćenje korišćenje tačno priča čekam čim četvrtak pošto prošle naš vaš vaša naša našeg sačuvano žurno služba službi ćirilica muška ženska kuća veće veći kaže država već plaća plaćanje plaćeno obaveštenje obavještenje milošević petrović jovanović đurđević šta',
  // pl, hu, ro
  'dziękuję proszę się że jest już być może będę będzie więc także zgłoszenie wiadomość łączę pozdrawiam źle ćwiczenie dzień może ową żeby książka święto różne środa piątek gdyż można są',
  'köszönöm kérem üdvözlettel számla hogy és így új több előre nagyon jól már még után idő őket től ből közben üzenet hálózat működik szükség számú',
  'și în să că această bună ziua mulțumesc vă rog către între',
  // de, fr, es, it, pt, nordic
  'für können würde über möchte schöne grüße straße größe müssen zurück bitte ändern verfügung während später nächste übermorgen bestätigung gemäß außer fußball österreich überprüfen möglich tür hören',
  'été être à très où même français problème première après voilà reçu ça garçon dès déjà créer leçon numéro réponse préféré hôtel août sûr naïve noël élève père mère forêt être connaître cœur bientôt accès développé société fenêtre qualité décès là çà',
  'señor año mañana español niño también más está qué cómo aquí número información días así será según después',
  'è più perché così già città può università però sarà né attività qualità là',
  'não são então informação atenção você também está três avô ções às',
  'på är för få många från även också å ø på være når først større næste måned gør både',
].join(' ');

/** Cyrillic of sr and mk (and ru, bg): letters by how often they stand in text. */
const CYRILLIC_COMMON = 'аеиоунтсрвлкдпмзјгбчшжцћђљњхќѓџѕфщьыяюйэёъі';

function pairsOf(words: string): ReadonlySet<string> {
  const pairs = new Set<string>();
  for (const word of words.split(' ')) {
    const framed = ` ${word.toLowerCase()} `;
    for (let i = 0; i + 1 < framed.length; i++) {
      const pair = framed.slice(i, i + 2);
      if (/[^\x00-\x7f]/.test(pair)) pairs.add(pair);
    }
  }
  return pairs;
}

const PAIRS = pairsOf(WORDS);

/** In order of preference when they say the same. */
const CANDIDATES = ['windows-1250', 'iso-8859-2', 'windows-1252', 'windows-1251', 'iso-8859-5', 'koi8-r'] as const;

/** Letters of the desks’ languages weigh more than a look-alike (č before è, š before ą); ľ is rare, and ž in iso-8859-2. */
const HOME = /[čšžćđáéíýúůěřťďňóôäöüß]/;
const LETTER = /\p{L}/u;
/** What typists set around words: quotes, dashes, no-break space, euro, paragraph, degree. */
const TYPOGRAPHIC = /[\u00a0„“”‚‘’–—…«»€§°•·©®™×½±´]/;

function letterScore(before: string, char: string, after: string): number {
  const low = char.toLowerCase();
  const left = LETTER.test(before) ? before.toLowerCase() : ' ';
  const right = LETTER.test(after) ? after.toLowerCase() : ' ';
  // A capital after a small letter is the mark of a wrong table.
  const crooked =
    char !== low && LETTER.test(before) && before === before.toLowerCase() && before !== before.toUpperCase();
  const known = (PAIRS.has(left + low) ? 2 : -1) + (PAIRS.has(low + right) ? 2 : -1);
  return known + (HOME.test(low) ? 1 : 0) - (crooked ? 4 : 0);
}

function cyrillicScore(before: string, char: string, after: string): number {
  const low = char.toLowerCase();
  const rank = CYRILLIC_COMMON.indexOf(low);
  const company = /[\u0400-\u045f]/.test(before) || /[\u0400-\u045f]/.test(after);
  const crooked = char !== low && /[а-џ]/.test(before);
  // Alone among Latin letters it is a Latin letter misread.
  if (!company) return /[A-Za-z]/.test(before + after) ? -5 : 0;
  return (rank < 0 ? -2 : rank < 16 ? 3 : rank < 30 ? 1.5 : 0) - (crooked ? 5 : 0);
}

function score(text: string): number {
  let sum = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) continue;
    const char = text.charAt(i);
    const before = text.charAt(i - 1);
    const after = text.charAt(i + 1);
    if (code < 0xa0 || code === 0xfffd) sum -= 8;
    else if (code >= 0x400 && code <= 0x45f) sum += cyrillicScore(before, char, after);
    else if (LETTER.test(char)) sum += letterScore(before, char, after);
    else if (TYPOGRAPHIC.test(char))
      sum += LETTER.test(before) && LETTER.test(after) && char !== '’' && char !== '\u00a0' ? -3 : 0.5;
    else sum -= 3;
  }
  return sum;
}

/** How many bytes are enough to tell. */
const SAMPLE = 16_384;

/**
 * Which single-byte charset undeclared 8-bit text is in, by the letters that stand together: windows-1250 and
 * iso-8859-2 (sl, sr Latin, sk, cs), windows-1251 (sr Cyrillic, mk), and their rivals. The bytes are known not to be UTF-8.
 */
export function guessCharset(bytes: Uint8Array): string {
  const sample = Buffer.from(bytes.subarray(0, SAMPLE));
  let best: string = CANDIDATES[0];
  let most = Number.NEGATIVE_INFINITY;
  for (const charset of CANDIDATES) {
    const points = score(iconv.decode(sample, charset));
    if (points > most) {
      most = points;
      best = charset;
    }
  }
  return best;
}

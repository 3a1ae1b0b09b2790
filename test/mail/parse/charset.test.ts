import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { decodeBytes } from '../../../src/mail/parse/charset.ts';

const CE = ['windows-1250', 'iso-8859-2'];

describe('undeclared 8-bit text is guessed', () => {
  const sentences: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'Czech',
      'Dobrý den, od včerejška nám nefunguje připojení k účtu. Můžete prosím ověřit službu? Děkuji, Jiří Dvořák',
      CE,
    ],
    ['Czech, a subject', 'Nefunguje přihlášení', CE],
    ['Czech, one word', 'Žádost', CE],
    ['Czech capitals', 'ŽÁDOST O ZMĚNU ÚČTU', CE],
    ['Czech with typographic quotes', 'Píše „chyba“ – co s tím? Cena 100 €', ['windows-1250']],
    [
      'Slovak',
      'Dobrý deň, prosím o zaslanie faktúry za október. Ďalej by som chcel vedieť, či je možné zmeniť heslo. Ďakujem',
      CE,
    ],
    ['Slovak, ľ', 'Veľmi pekne ďakujem', CE],
    ['Slovak capitals', 'ŽIADOSŤ O PRÍSTUP', CE],
    [
      'Slovene',
      'Pozdravljeni, že od včeraj se ne moremo prijaviti. Prosimo za pomoč čim prej. Lep pozdrav, Aleš Žnidaršič',
      CE,
    ],
    ['Slovene, ž alone', 'Težava s prijavo', CE],
    ['Slovene, one word', 'žal', CE],
    [
      'Serbian in Latin script',
      'Poštovani, još uvek ne možemo da pristupimo nalogu. Molim vas da proverite šta je uzrok. Đorđe Mišić',
      CE,
    ],
    ['Serbian, a subject', 'Hitno: štampač ne radi', CE],
    ['Croatian', 'Poštovani, molim vas riješite ovaj problem što prije. Hvala, Željko Đurić', CE],
    ['Serbian in Cyrillic', 'Поштовани, још увек не можемо да приступимо нашем налогу. Ђорђе Мишић', ['windows-1251']],
    ['Serbian Cyrillic, one word', 'Хитно', ['windows-1251']],
    ['Serbian Cyrillic among Latin words', 'RE: Проблем са SQL сервером', ['windows-1251']],
    ['Serbian Cyrillic capitals', 'ХИТНО МОЛИМ ОДГОВОР', ['windows-1251']],
    [
      'Macedonian',
      'Почитувани, ве молам проверете зошто не можеме да се најавиме. Ќе ви бидам благодарен. Ѓорѓи',
      ['windows-1251'],
    ],
    ['Macedonian, a subject', 'Барање за помош', ['windows-1251']],
    ['Russian', 'Здравствуйте, подскажите пожалуйста почему не работает', ['windows-1251', 'koi8-r']],
    ['German', 'Können Sie mir bitte die Rechnung für März schicken? Schöne Grüße', ['windows-1252']],
    ['French', 'Pouvez-vous vérifier où ça bloque ? À bientôt, François', ['windows-1252']],
    ['Polish', 'Dzień dobry, proszę o pomoc, nie mogę się zalogować. Dziękuję', CE],
    ['Hungarian', 'Jó napot, kérem segítsenek, nem működik a hálózat. Köszönöm', CE],
    ['English with curly quotes', 'Please see the “new” contract – it isn’t final', ['windows-1252']],
    ['a Slovene name', 'Žiga Kožuh', CE],
    ['a Slovak name', 'Ľuboš Ťažký', CE],
    ['a Serbian name', 'Đorđević', CE],
  ];
  for (const [name, text, charsets] of sentences) {
    test.each(charsets)(`${name} in %s`, (charset) => {
      expect(decodeBytes(iconv.encode(text, charset), undefined).text).toBe(text);
      expect(decodeBytes(Buffer.from(text, 'utf8'), undefined)).toEqual({ text, charset: 'utf-8', guessed: true });
    });
  }

  test('a charset declared nearby is tried first', () => {
    const bytes = iconv.encode('Žal', 'iso-8859-2');
    expect(decodeBytes(bytes, undefined, 'iso-8859-2').text).toBe('Žal');
  });

  test.each(['us-ascii', 'unknown-8bit', 'x-unknown', '8bit', ''])('the label "%s" says nothing', (label) => {
    expect(decodeBytes(iconv.encode('Žádost o změnu', 'windows-1250'), label).text).toBe('Žádost o změnu');
  });
});

describe('declared charsets are read with their supersets', () => {
  test.each([
    ['gb2312', 'gb18030', '朱镕基 €'],
    ['ks_c_5601-1987', 'cp949', '똠방각하 펲시콜라'],
    ['EUC-KR', 'cp949', '안녕하세요'],
    ['shift_jis', 'cp932', '①ソフト髙'],
    ['big5', 'big5hkscs', '許功蓋'],
    ['iso-8859-1', 'windows-1252', 'it’s “5 €”'],
    ['ISO8859-2', 'iso-8859-2', 'Težava'],
    ['iso_8859-2:1987', 'iso-8859-2', 'Težava'],
    ['cp1250', 'windows-1250', 'Šárka'],
    ['Windows1251', 'windows-1251', 'Хитно'],
    ['x-cp1251', 'windows-1251', 'Хитно'],
    ['ibm852', 'cp852', 'Žluťoučký kůň'],
    ['koi8-r', 'koi8-r', 'Привет'],
    ['x-mac-ce', 'maccenteuro', 'Příšerně'],
    ['utf-7', 'utf-7', 'Žluť'],
    ['utf8', 'utf-8', 'Žluť'],
    ['"UTF-8"', 'utf-8', 'Žluť'],
    ['utf-16', 'utf-16le', 'Žluť'],
  ])('%s', (label, real, text) => {
    expect(decodeBytes(iconv.encode(text, real), label).text).toBe(text);
  });

  test.each([
    ['iso-2022-jp', '\x1b$B%F%9%H\x1b(B ok', 'テスト ok'],
    ['iso-2022-jp-ms', '\x1b$B-!\x1b(B', '①'],
    ['cp50221', '\x1b(I1\x1b(B', 'ｱ'],
    ['iso-2022-kr', '\x1b$)C\x0e>H3g\x0f ok', '안녕 ok'],
    ['hz-gb-2312', 'a ~{VPND~} ~~', 'a 中文 ~'],
    [undefined, '\x1b$B%F%9%H\x1b(B', 'テスト'],
  ])('%s by its escapes', (label, raw, text) => {
    expect(decodeBytes(Buffer.from(raw, 'latin1'), label).text).toBe(text);
  });
});

describe('wrong labels', () => {
  test('UTF-8 declared as iso-8859-1 is read as UTF-8', () => {
    expect(decodeBytes(Buffer.from('Žádost o změnu'), 'iso-8859-1')).toMatchObject({
      text: 'Žádost o změnu',
      guessed: true,
    });
  });
  test('windows-1250 declared as UTF-8 is guessed', () => {
    expect(decodeBytes(iconv.encode('Žádost o změnu hesla', 'windows-1250'), 'utf-8').text).toBe(
      'Žádost o změnu hesla',
    );
  });
  test('UTF-8 with one broken byte stays UTF-8', () => {
    const bytes = Buffer.concat([Buffer.from('čšž '.repeat(10)), Buffer.from([0xff]), Buffer.from(' konec')]);
    expect(decodeBytes(bytes, 'utf-8').text).toBe(`${'čšž '.repeat(10)}\ufffd konec`);
  });
  test('UTF-8 cut within a character stays UTF-8', () => {
    expect(decodeBytes(Buffer.from('žžč').subarray(0, 5), 'utf-8').text).toBe('žž\ufffd');
  });
  test('an unknown label is no reason to fail', () => {
    expect(decodeBytes(Buffer.from('Žluť'), 'x-nonsense').text).toBe('Žluť');
    expect(decodeBytes(iconv.encode('Příliš žluťoučký', 'windows-1250'), '__proto__').text).toBe('Příliš žluťoučký');
  });
  test('"MUŽ" declared as windows-1250 is not taken for UTF-8', () => {
    expect(decodeBytes(iconv.encode('DŮŽE', 'windows-1250'), 'windows-1250').text).toBe('DŮŽE');
  });
});

import { describe, expect, it } from 'vitest';
import { toCyrillic } from '../../../src/delivery/render/transliterate.ts';

describe('Serbian Latin to Cyrillic', () => {
  it.each([
    ['letters', 'Čačak, Đorđe, žaba, ćuprija, šuma', 'Чачак, Ђорђе, жаба, ћуприја, шума'],
    ['digraphs', 'Ljubav, njiva, džep, LJILJA, Njegoš, DŽEP', 'Љубав, њива, џеп, ЉИЉА, Његош, ЏЕП'],
    ['injekcija', 'injekcija i Injekcija', 'инјекција и Инјекција'],
    ['konjunktura', 'konjunktura', 'конјунктура'],
    ['konj', 'konj i konjanik', 'коњ и коњаник'],
    ['nadživeti', 'nadživeti, odžaliti, podžanr', 'надживети, оджалити, поджанр'],
    ['džak', 'džak, odžak, nadžak', 'џак, оџак, наџак'],
    ['Tanjug', 'Tanjug i tanjir', 'Танјуг и тањир'],
    ['decomposed', 'c\u030cekanje', 'чекање'],
    ['address', 'pišite na podrska@desk.example.', 'пишите на podrska@desk.example.'],
    [
      'link',
      'stranica https://desk.example/x i www.desk.example',
      'страница https://desk.example/x и www.desk.example',
    ],
    ['number', 'zahtev EB-1042 (EB-7)', 'захтев EB-1042 (EB-7)'],
    ['command', 'počnite sa #note ili #assign', 'почните са #note или #assign'],
    ['standard', 'potpis (DKIM)', 'потпис (DKIM)'],
    ['foreign letters', 'Windows i Outlook365', 'Windows и Outlook365'],
    ['subject prefix', 'Re: zahtev', 'Re: захтев'],
    ['Cyrillic stays', 'већ је', 'већ је'],
  ])('%s', (_name, latin, cyrillic) => {
    expect(toCyrillic(latin)).toBe(cyrillic);
  });
});

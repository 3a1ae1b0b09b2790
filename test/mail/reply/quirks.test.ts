import { describe, expect, it } from 'vitest';
import { readReply } from '../../../src/mail/reply/read.ts';

interface Quirk {
  readonly quirk: string;
  readonly text?: string;
  readonly html?: string;
  readonly visible: string;
  readonly strict?: string;
  /** A part of the reason; undefined when there must be none. */
  readonly doubt?: string;
}

const QUIRKS: readonly Quirk[] = [
  {
    quirk: 'header-wrapped-in-address',
    text: 'Ok.\n\nút 5. 3. 2024 v 10:12 odesílatel Jan Novák <\njan.novak@example.com> napsal:\n\n> x',
    visible: 'Ok.',
  },
  {
    quirk: 'header-wrapped-before-bracket',
    text: 'Ok.\n\ntir. 5. mars 2024 kl. 10:12 skrev Ann <ann@example.com\n>:\n\n> x',
    visible: 'Ok.',
  },
  {
    quirk: 'header-wrapped-three-lines',
    text: 'Ok.\n\nOn Nov 30, 2011, at 12:47 PM, Somebody <\n416ffd3258d4d2fa4c@long.example.com>\nwrote:\n\nOld text',
    visible: 'Ok.',
  },
  {
    quirk: 'header-shares-line',
    text: 'Ok On Wed, Apr 4, 2012 at 3:59 PM, bob@example.com wrote:\n> Hi',
    visible: 'Ok',
  },
  {
    quirk: 'header-without-colon',
    text: 'Ok.\n\nOn Wed, 14 Nov 2018 08:14:43 -0200 Ann <ann@example.com> wrote\n\nWhen?',
    visible: 'Ok.',
  },
  {
    quirk: 'header-without-blank-line',
    text: 'Ok.\nOn Dec 15, 2024, at 3:00 PM, Ann <ann@example.com> wrote:\n> x',
    visible: 'Ok.',
  },
  {
    quirk: 'header-with-nbsp-and-narrow-nbsp',
    text: 'Ok.\n\nLe\u00a05\u00a0mars 2024 à 10:12\u202f, Zoé <z@example.com> a écrit\u00a0:\n> x',
    visible: 'Ok.',
  },
  {
    quirk: 'header-between-marks-of-groupwise',
    text: 'Ok.\n\n>>> Ann Lee <ann@example.com> 3/5/2024 10:12 AM >>>\nOld\n\nKind regards',
    visible: 'Ok.',
  },
  {
    quirk: 'prompts-and-arrows-are-no-header-between-marks',
    text: 'Ok:\n\n>>> print(1) >>> out\n\nThat is all.',
    visible: 'Ok:\n\n>>> print(1) >>> out\n\nThat is all.',
    doubt: 'between the lines',
  },
  {
    quirk: 'fields-above-the-header-of-yandex',
    text: 'Ok.\n\n----------------\nКому: Анна (ann@example.com);\nТема: Вопрос;\n05.03.2024, 10:12, "Ben" <ben@example.com>:\n\nOld',
    visible: 'Ok.',
  },
  {
    quirk: 'header-of-a-phone-without-colon',
    text: 'Ok.\n\nAm 05.03.24 um 10:12 schrieb Anna Lee\n\n> Von: "Anna Lee" <anna@example.com>\n> Betreff: x\n>\n> Old',
    visible: 'Ok.',
  },
  {
    quirk: 'prose-with-a-date-above-a-quote',
    text: 'On Monday 5 March at 10:12 Anna wrote me that the second router is broken as well\n\n> Old',
    visible: 'On Monday 5 March at 10:12 Anna wrote me that the second router is broken as well',
    doubt: 'quoted lines',
  },
  {
    quirk: 'dashed-header',
    text: 'Ok.\n\n---- On Tue, 05 Mar 2024 10:12:08 +0100 ann@example.com wrote ----\n\nOld',
    visible: 'Ok.',
  },
  {
    quirk: 'unknown-language-header',
    text: 'Ok.\n\nQaf zzz 5/3/2024 10:12, Ann <ann@example.com> qqqq:\n\nOld',
    visible: 'Ok.',
    doubt: 'looks like a reply header',
  },
  {
    quirk: 'unknown-language-block',
    text: `Ok.\n\n${'_'.repeat(32)}\nZzz: Ann <ann@example.com>\nQqq: 5/3/2024 10:12\nXxx: Bob\nYyy: Router\n\nOld`,
    visible: 'Ok.',
    doubt: 'looks like a header block',
  },
  {
    quirk: 'quote-marks-without-header',
    text: 'Ok.\n\n> old one\n> old two',
    visible: 'Ok.',
    doubt: 'unsure cut: quoted lines',
  },
  {
    quirk: 'bold-block',
    text: 'Ok.\n\n*From:* Ann [mailto:\n  ann@example.com]\n*Sent:* Tuesday, March 5, 2024 10:12 AM\n*To:* bob@example.com\n*Subject:* Hello\n\nOld',
    visible: 'Ok.',
  },
  {
    quirk: 'block-with-wrapped-address',
    text: 'Ok.\n\nFrom: Human Resources \n<a-really-long-address+1234@example.com> \nSent: Monday, August 26, 2019 4:37 PM\nTo: Ann <ann@example.com>\nSubject: News\n\nOld',
    visible: 'Ok.',
  },
  {
    quirk: 'block-with-cc-and-attachments',
    text: 'Ok.\n\nOd: Ana <ana@example.com>\nOdesláno: úterý 5. března 2024 10:12\nKomu: Jan\nKopie: Petr; Eva\nPředmět: Faktura\nDůležitost: Vysoká\n\nOld',
    visible: 'Ok.',
  },
  {
    quirk: 'block-with-blank-lines-between',
    text: 'Ok.\n\nFrom: Ann <ann@example.com>\n\nSent: Tuesday, March 5, 2024 10:12 AM\n\nTo: Bob\n\nSubject: Hello\n\nOld',
    visible: 'Ok.',
  },
  {
    quirk: 'bottom-posting',
    text: 'Dne 5. 3. 2024 v 10:12 Jan Novák napsal(a):\n> Běží to?\n\nAno, běží.',
    visible: 'Ano, běží.',
    strict: 'Ano, běží.',
    doubt: 'below what is quoted',
  },
  {
    quirk: 'answer-around-quote',
    text: 'Ahoj,\n\nDne 5. 3. 2024 v 10:12 Jan Novák napsal(a):\n> Běží to?\n\nAno, běží.',
    visible: 'Ahoj,\n\nAno, běží.',
    doubt: 'below what is quoted',
  },
  {
    quirk: 'interleaved',
    text: 'On Tue, Mar 5, 2024 at 10:12 AM Ann <ann@example.com> wrote:\n\n> Does it run?\n\nYes.\n\n> And print?\n\nNo.',
    visible:
      'On Tue, Mar 5, 2024 at 10:12 AM Ann <ann@example.com> wrote:\n\n> Does it run?\n\nYes.\n\n> And print?\n\nNo.',
    strict: 'Yes.\n\nNo.',
    doubt: 'between the lines',
  },
  {
    quirk: 'interleaved-html',
    html: '<div>See below</div><div class="gmail_quote"><div class="gmail_attr">On Tue, Mar 5, 2024 at 10:12 AM Ann &lt;ann@example.com&gt; wrote:<br></div><blockquote class="gmail_quote"><div>Does it run?</div></blockquote><div>Yes.</div><blockquote class="gmail_quote"><div>And print?</div></blockquote><div>No.</div></div>',
    visible:
      'See below\nOn Tue, Mar 5, 2024 at 10:12 AM Ann <ann@example.com> wrote:\n> Does it run?\nYes.\n> And print?\nNo.',
    strict: 'See below\nYes.\nNo.',
    doubt: 'between the lines',
  },
  { quirk: 'horde-quoting', text: 'Ok.\n\nCitát Ana <ana@example.com>:\n\n> x', visible: 'Ok.' },
  {
    quirk: 'name-first-without-address',
    text: 'Ok.\n\nPodpora je 5. 3. 2024 ob 10:12 napisal/-a:\n\nOld',
    visible: 'Ok.',
  },
  {
    quirk: 'gmail-sl-lead-twice',
    text: 'Ok.\n\nV V tor., 5. mar. 2024 ob 10:12 je oseba <podpora@example.si> napisala:\n\n> x',
    visible: 'Ok.',
  },
  { quirk: 'device-behind-its-verb', text: "Ok.\n\niPhone'umdan gönderildi", visible: 'Ok.' },
  { quirk: 'device-ja', text: 'Ok.\n\niPhoneから送信', visible: 'Ok.' },
  {
    quirk: 'centrum-quoted-block-below-rule',
    text: `Ok.\n\n${'_'.repeat(62)}\n> Od: "Podpora" <help@example.com>\n> Komu: "Jana" <jana@example.com>\n> Datum: 05.03.2024 10:12\n> Předmět: Router\n>\n> x`,
    visible: 'Ok.',
  },
  {
    quirk: 'torn-quoted-line',
    text: 'Ok.\n\nOn 5/3/2024 10:12, Ann wrote:\n> Lorem ipsum dolor sit amet, consectetur adipiscing elit. Nullam pharetra d\nignissim odio?\n> End',
    visible: 'Ok.',
  },
  { quirk: 'signature-delimiter', text: 'Ok.\n\n-- \nJan Novák\nFirma s.r.o.\n+420 123 456 789', visible: 'Ok.' },
  {
    quirk: 'signature-delimiter-above-quote',
    text: 'Ok.\n\n--\nJan Novák\nFirma s.r.o.\n\nDne 5. 3. 2024 v 10:12 Ana Nová napsal(a):\n> x',
    visible: 'Ok.',
  },
  {
    quirk: 'device-line-with-link',
    text: 'Ok.\n\nSent from TypeApp<http://www.example.com/r?b=1>\nOn Jun 17, 2017, at 14:15, Ann <ann@example.com> wrote:\nOld',
    visible: 'Ok.',
  },
  {
    quirk: 'device-line-and-text-below',
    text: 'Ok.\n\nGesendet von Outlook für Android<https://aka.ms/x>\n\nOld text',
    visible: 'Ok.',
    doubt: 'below a device line',
  },
  { quirk: 'device-samsung-sentence', text: 'Ok.\n\nSent from my Samsung Galaxy smartphone.', visible: 'Ok.' },
  { quirk: 'device-cs-seznam', text: 'Ok.\n\nOdesláno z aplikace Email.cz', visible: 'Ok.' },
  { quirk: 'device-windows-mail-cs', text: 'Ok.\n\nOdesláno z Pošty pro Windows', visible: 'Ok.' },
  { quirk: 'device-huawei-sr', text: 'Ok.\n\nPoslato sa mog Huawei telefona', visible: 'Ok.' },
  {
    quirk: 'disclaimer-cs',
    text: 'Ok.\n\nTato zpráva a všechny její přílohy jsou důvěrné a jsou určeny pouze adresátovi. Pokud jste ji obdrželi omylem, neprodleně informujte odesílatele.',
    visible: 'Ok.',
  },
  {
    quirk: 'disclaimer-sr',
    text: 'Ok.\n\nOva poruka je poverljiva i namenjena je samo primaocu kome je upućena. Ako ste je primili greškom, obavestite pošiljaoca i obrišite je.',
    visible: 'Ok.',
  },
  {
    quirk: 'disclaimer-sl',
    text: 'Ok.\n\nTo sporočilo je zaupno in namenjeno izključno naslovniku. Če ste ga prejeli pomotoma, obvestite pošiljatelja in ga izbrišite.',
    visible: 'Ok.',
  },
  {
    quirk: 'disclaimer-sk',
    text: 'Ok.\n\nTáto správa je dôverná a určená výhradne adresátovi. Ak ste ju dostali omylom, bezodkladne informujte odosielateľa a vymažte ju.',
    visible: 'Ok.',
  },
  {
    quirk: 'disclaimer-mk',
    text: 'Ok.\n\nОваа порака е доверлива и наменета само за примателот. Доколку ја добивте по грешка, известете го испраќачот и избришете ја.',
    visible: 'Ok.',
  },
  {
    quirk: 'list-footer',
    text: 'Ok.\n\n_______________________________________________\nusers mailing list\nusers@lists.example.com\nhttps://lists.example.com/listinfo/users',
    visible: 'Ok.',
  },
  {
    quirk: 'forward-alone',
    text: '---------- Forwarded message ---------\nFrom: Ann <ann@example.com>\nDate: Tue, Mar 5, 2024 at 10:12 AM\nSubject: Router\nTo: Bob <bob@example.com>\n\nIt is broken.',
    visible:
      '---------- Forwarded message ---------\nFrom: Ann <ann@example.com>\nDate: Tue, Mar 5, 2024 at 10:12 AM\nSubject: Router\nTo: Bob <bob@example.com>\n\nIt is broken.',
    strict: '',
    doubt: 'empty',
  },
  {
    quirk: 'forward-with-comment',
    text: 'Prosím řešte.\n\n---------- Forwarded message ---------\nOd: Ann <ann@example.com>\nDatum: út 5. 3. 2024 v 10:12\nPředmět: Router\nKomu: Bob <bob@example.com>\n\nNejde.',
    visible:
      'Prosím řešte.\n\n---------- Forwarded message ---------\nOd: Ann <ann@example.com>\nDatum: út 5. 3. 2024 v 10:12\nPředmět: Router\nKomu: Bob <bob@example.com>\n\nNejde.',
    strict: 'Prosím řešte.',
    doubt: 'forwards',
  },
  {
    quirk: 'nothing-but-a-quote',
    text: 'On 5/3/2024 10:12, Ann wrote:\n> Hi',
    visible: 'On 5/3/2024 10:12, Ann wrote:\n> Hi',
    strict: '',
    doubt: 'empty',
  },
  {
    quirk: 'bare-blockquote-last',
    html: '<div>Ok.<br></div><blockquote>Old</blockquote>',
    visible: 'Ok.',
    doubt: 'unsure cut',
  },
  {
    quirk: 'bare-blockquote-of-the-writer',
    html: 'As they say:<blockquote>Wise words</blockquote>Ok.<div>On 5/3/2024 10:12, Ann &lt;ann@example.com&gt; wrote:</div><blockquote>Old</blockquote>',
    visible: 'As they say:\nWise words\nOk.',
    doubt: 'HTML does not say',
  },
  {
    quirk: 'marker-quoted',
    text: 'Radi.\n\nDana 5.3.2024. u 10:12, Podrška je napisao/la:\n> ##- EB-1042 -## Odgovorite iznad ove linije\n> Vaš zahtev',
    visible: 'Radi.',
  },
  {
    quirk: 'marker-unquoted-without-header',
    text: 'Radi.\n\n##- EB-1042 -## Odgovorite iznad ove linije\nVaš zahtev',
    visible: 'Radi.',
  },
  {
    quirk: 'marker-below-unknown-header',
    text: 'Radi.\n\nZzz 5/3/2024 qqq (help at example) xxx:\n##- EB-1042 -## Odgovorite iznad ove linije\nVaš zahtev',
    visible: 'Radi.',
  },
  {
    quirk: 'text-below-marker-never-goes-on',
    text: '##- EB-1042 -## Odgovorite iznad ove linije\nVaš zahtev\n\nRadi.',
    visible: '##- EB-1042 -## Odgovorite iznad ove linije\nVaš zahtev\n\nRadi.',
    strict: '',
    doubt: 'empty',
  },
  {
    quirk: 'header-like-line-left',
    text: 'Ok.\nFwd by ann@example.com to bob:\nplease look',
    visible: 'Ok.\nFwd by ann@example.com to bob:\nplease look',
    doubt: 'looks like the header',
  },
];

const tight = (text: string): string => text.replace(/\n{2,}/g, '\n').trim();

describe('quirks', () => {
  it.each(QUIRKS.map((quirk) => [quirk.quirk, quirk] as const))(
    '%s',
    (_name, { text, html, visible, strict, doubt }) => {
      const reading = readReply({ ...(text === undefined ? {} : { text }), ...(html === undefined ? {} : { html }) });
      expect(tight(reading.visible)).toBe(tight(visible));
      if (strict !== undefined) expect(tight(reading.strict.text)).toBe(tight(strict));
      if (doubt === undefined) expect(reading.strict.doubt).toBeUndefined();
      else expect(reading.strict.doubt).toContain(doubt);
    },
  );
});

describe('both variants of a mail', () => {
  it('reads the HTML where the text part is a stub', () => {
    const reading = readReply({
      text: 'View this in a browser.',
      html: '<p>The router is broken since yesterday, please send somebody to us soon.</p>',
    });
    expect(reading.source).toBe('html');
    expect(reading.visible).toContain('router is broken');
  });

  it('doubts when text and HTML say different things', () => {
    const reading = readReply({ text: 'All is well.', html: '<p>Pay me now.</p>' });
    expect(reading.strict.doubt).toContain('different things');
  });

  it('takes what the elements tell where the text has no header that any table knows', () => {
    const reading = readReply({
      text: 'Ok.\n\nZzz qqq xxx\n\nOld text',
      html: '<div>Ok.</div><div id="appendonsend"></div><div id="divRplyFwdMsg">Zzz qqq xxx</div><div>Old text</div>',
    });
    expect(reading.visible).toBe('Ok.');
    expect(reading.source).toBe('html');
  });
});

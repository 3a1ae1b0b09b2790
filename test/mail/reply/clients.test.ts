import { describe, expect, it } from 'vitest';
import { readReply } from '../../../src/mail/reply/read.ts';
import { CLIENTS } from './clients.ts';
import { SAID } from './said.ts';

type Row = readonly [
  client: keyof typeof CLIENTS,
  language: string,
  header: string | readonly string[],
  device?: string,
];

const GMAIL: readonly Row[] = [
  ['gmail', 'en', 'On Tue, Mar 5, 2024 at 10:12 AM Support Desk <help@example.com> wrote:'],
  ['gmail', 'en', 'On Tue, 5 Mar 2024 at 10:12, Support Desk <help@example.com> wrote:'],
  ['gmail', 'cs', 'út 5. 3. 2024 v 10:12 odesílatel Jan Novák <jan.novak@example.com> napsal:'],
  ['gmail', 'sk', 'ut 5. 3. 2024 o 10:12 Ján Kováč <jan.kovac@example.com> napísal(a):'],
  ['gmail', 'sl', 'V V tor., 5. mar. 2024 ob 10:12 je oseba Matjaž Žnidaršič <matjaz@example.com> napisala:'],
  ['gmail', 'hr', 'uto, 5. ožu 2024. u 10:12 Ivan Horvat <ivan.horvat@example.com> napisao je:'],
  ['gmail', 'bs', 'uto, 5. mar 2024. u 10:12 Emir Hodžić <emir@example.com> napisao/la je:'],
  ['gmail', 'sr', 'uto, 5. mar 2024. u 10:12 Petar Petrović <petar@example.com> je napisao/la:'],
  ['gmail', 'srCyrl', 'уто, 5. мар 2024. у 10:12 Петар Петровић <petar@example.com> је написао/ла:'],
  ['gmail', 'mk', 'На вто., 5 мар. 2024 г. во 10:12 Стојан Стојановски <stojan@example.com> напиша:'],
  ['gmail', 'de', 'Am Di., 5. März 2024 um 10:12 Uhr schrieb Kundendienst <hilfe@example.com>:'],
  ['gmail', 'fr', 'Le mar. 5 mars 2024 à 10:12, Service Client <aide@example.com> a écrit :'],
  ['gmail', 'es', 'El mar, 5 mar 2024 a las 10:12, Atención al Cliente (<ayuda@example.com>) escribió:'],
  ['gmail', 'it', 'Il giorno mar 5 mar 2024 alle ore 10:12 Servizio Clienti <aiuto@example.com> ha scritto:'],
  ['gmail', 'nl', 'Op di 5 mrt 2024 om 10:12 schreef Klantenservice <hulp@example.com>:'],
  ['gmail', 'pl', 'wt., 5 mar 2024 o 10:12 Dział Pomocy <pomoc@example.com> napisał(a):'],
  ['gmail', 'pt', 'Suporte <ajuda@example.com> escreveu no dia terça, 5/03/2024 à(s) 10:12:'],
  ['gmail', 'da', 'Den tirs. 5. mar. 2024 kl. 10.12 skrev Kundeservice <hjaelp@example.com>:'],
  ['gmail', 'nb', 'tir. 5. mars 2024 kl. 10:12 skrev Brukerstøtte <hjelp@example.com>:'],
  ['gmail', 'sv', 'Den tis 5 mars 2024 kl 10:12 skrev Kundtjänst <hjalp@example.com>:'],
  ['gmail', 'fi', 'ti 5. maalisk. 2024 klo 10.12 Asiakaspalvelu (<apu@example.com>) kirjoitti:'],
  ['gmail', 'ru', 'вт, 5 мар. 2024 г. в 10:12, Служба поддержки <help@example.com>:'],
  ['gmail', 'uk', 'вт, 5 бер. 2024 р. о 10:12 Служба підтримки <help@example.com> пише:'],
  ['gmail', 'hu', 'Ügyfélszolgálat <segitseg@example.com> ezt írta (időpont: 2024. márc. 5., K, 10:12):'],
  ['gmail', 'zh', '技术支持 <help@example.com> 于2024年3月5日周二 10:12写道：'],
  ['gmail', 'ja', '2024年3月5日(火) 10:12 サポート <help@example.com>:'],
  ['gmail', 'ko', '2024년 3월 5일 (화) 오전 10:12, 지원팀 <help@example.com>님이 작성:'],
];

const APPLE: readonly Row[] = [
  ['appleMail', 'en', 'On 5 Mar 2024, at 10:12, Support Desk <help@example.com> wrote:'],
  ['appleMail', 'cs', '5. 3. 2024 v 10:12, Jan Novák <jan.novak@example.com>:'],
  ['appleMail', 'sk', '5. 3. 2024 o 10:12, Ján Kováč <jan.kovac@example.com> napísal:'],
  ['appleMail', 'sl', 'Dne 5. mar. 2024 ob 10:12 je Matjaž Žnidaršič <matjaz@example.com> napisal:'],
  ['appleMail', 'hr', 'Ivan Horvat <ivan.horvat@example.com> je 05.03.2024. u 10:12 napisao:'],
  ['appleMail', 'sr', 'Dana 5. 3. 2024., u 10:12, Petar Petrović <petar@example.com> je napisao/la:'],
  ['appleMail', 'srCyrl', 'Дана 5. 3. 2024., у 10:12, Петар Петровић <petar@example.com> је написао/ла:'],
  ['appleMail', 'mk', 'На 5.3.2024, во 10:12, Стојан Стојановски <stojan@example.com> напиша:'],
  ['appleMail', 'de', 'Am 05.03.2024 um 10:12 schrieb Kundendienst <hilfe@example.com>:'],
  ['appleMail', 'fr', 'Le 5 mars 2024 à 10:12, Service Client <aide@example.com> a écrit :'],
  ['appleMail', 'nl', 'Op 5 mrt 2024, om 10:12 heeft Klantenservice <hulp@example.com> het volgende geschreven:'],
  ['appleMail', 'pl', 'Wiadomość napisana przez Dział Pomocy <pomoc@example.com> w dniu 5 mar 2024, o godz. 10:12:'],
  ['appleMail', 'ja', '2024/03/05 10:12、サポート <help@example.com>のメール:'],
  ['iphone', 'en', 'On 5 Mar 2024, at 10:12, Support Desk <help@example.com> wrote:', 'Sent from my iPhone'],
  ['iphone', 'cs', '5. 3. 2024 v 10:12, Jan Novák <jan.novak@example.com>:', 'Odesláno z iPhonu'],
  ['iphone', 'sk', '5. 3. 2024 o 10:12, Ján Kováč <jan.kovac@example.com> napísal:', 'Odoslané z iPhonu'],
  ['iphone', 'sl', 'Dne 5. mar. 2024 ob 10:12 je Matjaž Žnidaršič <matjaz@example.com> napisal:', 'Poslano iz iPhona'],
  ['iphone', 'hr', 'Ivan Horvat <ivan.horvat@example.com> je 05.03.2024. u 10:12 napisao:', 'Poslano s mog iPhonea'],
  [
    'iphone',
    'sr',
    'Dana 5. 3. 2024., u 10:12, Petar Petrović <petar@example.com> je napisao/la:',
    'Poslato sa iPhone-a',
  ],
  [
    'iphone',
    'srCyrl',
    'Дана 5. 3. 2024., у 10:12, Петар Петровић <petar@example.com> је написао/ла:',
    'Послато са iPhone-а',
  ],
  [
    'iphone',
    'mk',
    'На 5.3.2024, во 10:12, Стојан Стојановски <stojan@example.com> напиша:',
    'Испратено од мојот iPhone',
  ],
  ['iphone', 'de', 'Am 05.03.2024 um 10:12 schrieb Kundendienst <hilfe@example.com>:', 'Von meinem iPhone gesendet'],
  ['iphone', 'fi', 'Asiakaspalvelu <apu@example.com> kirjoitti 5.3.2024 kello 10.12:', 'Lähetetty iPhonesta'],
];

const THUNDERBIRD: readonly Row[] = [
  ['thunderbird', 'en', 'On 05/03/2024 10:12, Support Desk wrote:'],
  ['thunderbird', 'cs', 'Dne 5. 3. 2024 v 10:12 Jan Novák napsal(a):'],
  ['thunderbird', 'cs', 'Dne 05.03.24 v 10:12 jan.novak@example.com napsal(a):'],
  ['thunderbird', 'sk', 'Dňa 5. 3. 2024 o 10:12 Ján Kováč napísal(a):'],
  ['thunderbird', 'sl', 'Dne 5. 03. 2024 ob 10:12 je Matjaž Žnidaršič napisal/a:'],
  ['thunderbird', 'hr', 'Dana 5.3.2024. u 10:12, Ivan Horvat je napisao/la:'],
  ['thunderbird', 'bs', 'Dana 5. 3. 2024. u 10:12, Emir Hodžić je napisao/la:'],
  ['thunderbird', 'sr', 'Dana 5.3.2024. u 10:12, Petar Petrović je napisao/la:'],
  ['thunderbird', 'srCyrl', 'Дана 5.3.2024. у 10:12, Петар Петровић је написао/ла:'],
  ['thunderbird', 'mk', 'На 5.3.2024 во 10:12, Стојан Стојановски напиша:'],
  ['thunderbird', 'de', 'Am 05.03.24 um 10:12 schrieb Kundendienst:'],
  ['thunderbird', 'fr', 'Le 05/03/2024 à 10:12, Service Client a écrit :'],
  ['thunderbird', 'it', 'Il 05/03/2024 10:12, Servizio Clienti ha scritto:'],
  ['thunderbird', 'es', 'El 5/3/24 a las 10:12, Atención Cliente escribió:'],
  ['thunderbird', 'ru', '05.03.2024 10:12, Служба поддержки пишет:'],
];

const block = (labels: string, from: string, sent: string, to: string, subject: string): readonly string[] => {
  const [a, b, c, d] = labels.split('|');
  return [`${a} ${from}`, `${b} ${sent}`, `${c} ${to}`, `${d} ${subject}`];
};
const WHO = 'Support Desk <help@example.com>';

const OUTLOOK: readonly Row[] = [
  ['outlook', 'en', block('From:|Sent:|To:|Subject:', WHO, 'Tuesday, March 5, 2024 10:12 AM', 'Ann', 'RE: Router')],
  ['outlook', 'cs', block('Od:|Odesláno:|Komu:|Předmět:', WHO, 'úterý 5. března 2024 10:12', 'Jana', 'RE: Router')],
  ['outlook', 'sk', block('Od:|Odoslané:|Komu:|Predmet:', WHO, 'utorok 5. marca 2024 10:12', 'Zuzana', 'RE: Router')],
  [
    'outlook',
    'sl',
    block('Od:|Poslano:|Za:|Zadeva:', 'Podpora', 'torek, 05. marec 2024 10:12', 'Špela', 'RE: Usmerjevalnik'),
  ],
  [
    'outlook',
    'hr',
    block('Pošiljatelj:|Poslano:|Prima:|Predmet:', WHO, 'utorak, 5. ožujka 2024. 10:12', 'Željka', 'RE: Usmjernik'),
  ],
  ['outlook', 'bs', block('Od:|Poslano:|Za:|Predmet:', WHO, 'utorak, 5. mart 2024. 10:12', 'Đenana', 'RE: Ruter')],
  ['outlook', 'sr', block('Od:|Poslato:|Za:|Tema:', WHO, 'utorak, 05. mart 2024. 10:12', 'Đorđe', 'RE: Ruter')],
  [
    'outlook',
    'srCyrl',
    block('Пошиљалац:|Послато:|За:|Тема:', 'Подршка', 'уторак, 05. март 2024. 10:12', 'Ђорђе', 'RE: Рутер'),
  ],
  ['outlook', 'mk', block('Од:|Испратено:|До:|Предмет:', WHO, 'вторник, 05 март 2024 10:12', 'Ѓорѓи', 'RE: Рутер')],
  ['outlook', 'de', block('Von:|Gesendet:|An:|Betreff:', WHO, 'Dienstag, 5. März 2024 10:12', 'Jürgen', 'AW: Router')],
  ['outlook', 'fr', block('De :|Envoyé :|À :|Objet :', WHO, 'mardi 5 mars 2024 10:12', 'Zoé', 'RE: Routeur')],
  ['outlook', 'pl', block('Od:|Wysłano:|Do:|Temat:', WHO, 'wtorek, 5 marca 2024 10:12', 'Łucja', 'ODP: Router')],
  [
    'outlook',
    'hu',
    block('Feladó:|Elküldve:|Címzett:|Tárgy:', WHO, '2024. március 5., kedd 10:12', 'Ödön', 'RE: Útválasztó'),
  ],
  ['outlook', 'zh', block('发件人:|发送时间:|收件人:|主题:', WHO, '2024年3月5日 10:12', '小明', '回复: 路由器')],
  [
    'outlookWeb',
    'en',
    block('From:|Sent:|To:|Subject:', WHO, 'Tuesday, March 5, 2024 10:12 AM', 'Ann <ann@example.com>', 'Re: Router'),
  ],
  [
    'outlookWeb',
    'cs',
    block('Od:|Odesláno:|Komu:|Předmět:', WHO, 'úterý 5. března 2024 10:12', 'Jana <jana@example.com>', 'Re: Router'),
  ],
  [
    'outlookWeb',
    'sk',
    block('Od:|Odoslané:|Komu:|Predmet:', WHO, 'utorok 5. marca 2024 10:12', 'Zuzana <z@example.com>', 'Re: Router'),
  ],
  [
    'outlookWeb',
    'sl',
    block('Od:|Poslano:|Za:|Zadeva:', WHO, 'torek, 05. marec 2024 10:12', 'Špela <s@example.com>', 'Re: Usmerjevalnik'),
  ],
  [
    'outlookWeb',
    'hr',
    block('Šalje:|Poslano:|Prima:|Predmet:', WHO, '5. ožujka 2024. 10:12', 'Željka <z@example.com>', 'Re: Usmjernik'),
  ],
  [
    'outlookWeb',
    'sr',
    block('Šalje:|Poslato:|Prima:|Naslov:', WHO, '5. mart 2024. 10:12', 'Đorđe <dj@example.com>', 'Re: Ruter'),
  ],
  [
    'outlookWeb',
    'srCyrl',
    block('Од:|Послато:|За:|Тема:', WHO, '5. март 2024. 10:12', 'Ђорђе <dj@example.com>', 'Re: Рутер'),
  ],
  [
    'outlookWeb',
    'mk',
    block('Од:|Испратено:|За:|Тема:', WHO, '5 март 2024 10:12', 'Ѓорѓи <g@example.com>', 'Re: Рутер'),
  ],
  [
    'outlookMobile',
    'en',
    block('From:|Sent:|To:|Subject:', WHO, 'Tuesday, March 5, 2024 10:12:30 AM', 'Ann <ann@example.com>', 'Re: Router'),
    'Get Outlook for iOS',
  ],
  [
    'outlookMobile',
    'cs',
    block('Od:|Odesláno:|Komu:|Předmět:', WHO, 'úterý, března 5, 2024 10:12', 'Jana <j@example.com>', 'Re: Router'),
    'Získat Outlook pro Android',
  ],
  [
    'outlookMobile',
    'sk',
    block('Od:|Odoslané:|Komu:|Predmet:', WHO, 'utorok, marca 5, 2024 10:12', 'Zuzana <z@example.com>', 'Re: Router'),
    'Získajte Outlook pre iOS',
  ],
  [
    'outlookMobile',
    'sl',
    block('Od:|Poslano:|Za:|Zadeva:', WHO, 'torek, marec 5, 2024 10:12', 'Špela <s@example.com>', 'Re: Router'),
    'Pridobite Outlook za Android',
  ],
  [
    'outlookMobile',
    'sr',
    block('Od:|Poslato:|Za:|Tema:', WHO, 'utorak, mart 5, 2024 10:12', 'Đorđe <d@example.com>', 'Re: Ruter'),
    'Preuzmite Outlook za iOS',
  ],
  [
    'outlookMobile',
    'de',
    block('Von:|Gesendet:|An:|Betreff:', WHO, 'Dienstag, März 5, 2024 10:12', 'Jürgen <j@example.com>', 'Re: Router'),
    'Gesendet von Outlook für Android',
  ],
];

const OTHERS: readonly Row[] = [
  [
    'seznam',
    'cs',
    [
      '---------- Původní e-mail ----------',
      'Od: Podpora <help@example.com>',
      'Komu: Jana <jana@seznam.example>',
      'Datum: 5. 3. 2024 10:12:08',
      'Předmět: Re: Router',
    ],
  ],
  [
    'seznam',
    'cs',
    [
      '---------- Původní zpráva ----------',
      'Od: help@example.com',
      'Komu: jana@seznam.example',
      'Datum: 5. 3. 2024 10:12:08',
      'Předmět: Router',
    ],
  ],
  [
    'seznam',
    'sk',
    [
      '---------- Pôvodná správa ----------',
      'Od: Podpora <help@example.com>',
      'Komu: zuzana@example.com',
      'Dátum: 5. 3. 2024 10:12:08',
      'Predmet: Router',
    ],
  ],
  ['yahoo', 'en', 'On Tuesday, March 5, 2024 at 10:12:08 AM GMT+1, Support Desk <help@example.com> wrote:'],
  ['yahoo', 'cs', 'Dne úterý 5. března 2024 10:12:08 SEČ, Jan Novák <jan@example.com> napsal(a):'],
  ['yahoo', 'hr', 'U utorak, 5. ožujka 2024. u 10:12:08 CET, Ivan Horvat <ivan@example.com> je napisao/la:'],
  ['yahoo', 'sr', 'U utorak, 5. mart 2024. 10:12:08 CET, Petar Petrović <petar@example.com> je napisao/la:'],
  [
    'yahoo',
    'de',
    'Am Dienstag, 5. März 2024 um 10:12:08 MEZ hat Kundendienst <hilfe@example.com> Folgendes geschrieben:',
  ],
  ['yahoo', 'fr', 'Le mardi 5 mars 2024 à 10:12:08 UTC+1, Service Client <aide@example.com> a écrit :'],
  ['proton', 'en', 'On Tuesday, March 5th, 2024 at 10:12 AM, Support Desk <help@example.com> wrote:'],
  ['proton', 'cs', 'Dne úterý 5. března 2024 v 10:12, Jan Novák <jan@example.com> napsal(a):'],
  ['proton', 'sl', 'V torek, 5. marec 2024 ob 10:12 je Matjaž Žnidaršič <m@example.com> napisal/a:'],
  ['proton', 'de', 'Am Dienstag, 5. März 2024 um 10:12 schrieb Kundendienst <hilfe@example.com>:'],
  [
    'zimbra',
    'en',
    [
      '----- Original Message -----',
      'From: "Support Desk" <help@example.com>',
      'To: "Ann" <ann@example.com>',
      'Sent: Tuesday, March 5, 2024 10:12:08 AM',
      'Subject: Re: Router',
    ],
  ],
  [
    'zimbra',
    'cs',
    [
      'Od: "Podpora" <help@example.com>',
      'Komu: "Jana" <jana@example.com>',
      'Odesláno: úterý, 5. březen 2024 10:12:08',
      'Předmět: Re: Router',
    ],
  ],
  [
    'zimbra',
    'sk',
    [
      '----- Pôvodná správa -----',
      'Od: "Podpora" <help@example.com>',
      'Komu: "Zuzana" <z@example.com>',
      'Odoslané: utorok, 5. marec 2024 10:12:08',
      'Predmet: Re: Router',
    ],
  ],
  [
    'zimbra',
    'sr',
    [
      'Od: "Podrška" <help@example.com>',
      'Za: "Đorđe" <dj@example.com>',
      'Poslato: utorak, 5. mart 2024. 10:12:08',
      'Naslov: Re: Ruter',
    ],
  ],
  ['roundcube', 'en', 'On 2024-03-05 10:12, Support Desk wrote:'],
  ['roundcube', 'cs', 'Dne 2024-03-05 10:12, Jan Novák napsal:'],
  ['roundcube', 'sk', 'Dňa 2024-03-05 10:12 Ján Kováč napísal(a):'],
  ['roundcube', 'sl', 'Dne 2024-03-05 10:12 je Matjaž Žnidaršič napisal:'],
  ['roundcube', 'hr', 'Dana 2024-03-05 10:12 Ivan Horvat je napisao:'],
  ['roundcube', 'sr', 'Dana 2024-03-05 10:12 Petar Petrović je napisao:'],
  ['roundcube', 'srCyrl', 'Дана 2024-03-05 10:12 Петар Петровић је написао:'],
  ['roundcube', 'mk', 'На 2024-03-05 10:12, Стојан Стојановски напиша:'],
  [
    'samsung',
    'en',
    [
      '-------- Original message --------',
      'From: Support Desk <help@example.com>',
      'Date: 05/03/2024 10:12 (GMT+01:00)',
      'To: Ann <ann@example.com>',
      'Subject: Re: Router',
    ],
  ],
  [
    'samsung',
    'cs',
    [
      '-------- Původní zpráva --------',
      'Od: Podpora <help@example.com>',
      'Datum: 05.03.24 10:12 (GMT+01:00)',
      'Komu: jana@example.com',
      'Předmět: Re: Router',
    ],
  ],
  [
    'samsung',
    'sk',
    [
      '-------- Pôvodná správa --------',
      'Od: Podpora <help@example.com>',
      'Dátum: 5.3.2024 10:12 (GMT+01:00)',
      'Komu: z@example.com',
      'Predmet: Re: Router',
    ],
  ],
  [
    'samsung',
    'sl',
    [
      '-------- Izvirno sporočilo --------',
      'Od: Podpora <help@example.com>',
      'Datum: 05. 03. 24 10:12 (GMT+01:00)',
      'Za: s@example.com',
      'Zadeva: Re: Router',
    ],
  ],
  [
    'samsung',
    'hr',
    [
      '-------- Izvorna poruka --------',
      'Od: Podrška <help@example.com>',
      'Datum: 05.03.2024. 10:12 (GMT+01:00)',
      'Prima: z@example.com',
      'Predmet: Re: Ruter',
    ],
  ],
  [
    'samsung',
    'sr',
    [
      '-------- Originalna poruka --------',
      'Od: Podrška <help@example.com>',
      'Datum: 5.3.24. 10:12 (GMT+01:00)',
      'Za: dj@example.com',
      'Naslov: Re: Ruter',
    ],
  ],
  [
    'samsung',
    'srCyrl',
    [
      '-------- Оригинална порука --------',
      'Од: Подршка <help@example.com>',
      'Датум: 5.3.24. 10:12 (GMT+01:00)',
      'За: dj@example.com',
      'Наслов: Re: Рутер',
    ],
  ],
  [
    'samsung',
    'mk',
    [
      '-------- Оригинална порака --------',
      'Од: Поддршка <help@example.com>',
      'Датум: 05.03.2024 10:12 (GMT+01:00)',
      'До: g@example.com',
      'Наслов: Re: Рутер',
    ],
  ],
  ['k9', 'en', 'On 5 March 2024 10:12:08 CET, Support Desk <help@example.com> wrote:'],
  ['k9', 'cs', 'Dne 5. března 2024 10:12:08 SEČ, Jan Novák <jan@example.com> napsal:'],
  ['k9', 'sk', 'Dňa 5. marca 2024 10:12:08 CET používateľ Ján Kováč <jan@example.com> napísal:'],
  ['k9', 'sl', 'Dne 5. marec 2024 10:12:08 CET je Matjaž Žnidaršič <m@example.com> napisal/-a:'],
  ['k9', 'hr', '5. ožujka 2024. 10:12:08 CET, Ivan Horvat <ivan@example.com> je napisao/la:'],
  ['k9', 'srCyrl', '5. март 2024. 10:12:08 CET, Петар Петровић <petar@example.com> је написао/ла:'],
];

const ROWS = [...GMAIL, ...APPLE, ...THUNDERBIRD, ...OUTLOOK, ...OTHERS];
const tight = (text: string): string => text.replace(/\n{2,}/g, '\n').trim();

describe('an answer of a client in a language', () => {
  it.each(ROWS.map((row) => [`${row[0]} ${row[1]}: ${[row[2]].flat()[0]}`, row] as const))(
    '%s',
    (_name, [client, language, header, device]) => {
      const said = SAID[language];
      if (!said) throw new Error(`no text in ${language}`);
      const variants = CLIENTS[client]({
        ...said,
        header: [header].flat(),
        ...(device === undefined ? {} : { device }),
      });
      const expected = tight(said.reply.join('\n'));
      for (const body of [
        { text: variants.text },
        { html: variants.html },
        variants,
        { text: variants.text.replaceAll('\n', '\r\n') },
      ]) {
        const reading = readReply(body);
        expect(tight(reading.visible.replaceAll('\r', ''))).toBe(expected);
        expect(tight(reading.strict.text.replaceAll('\r', ''))).toBe(expected);
        expect(reading.strict.doubt).toBeUndefined();
        expect(reading.elided).toContain(said.quoted[0]);
      }
    },
  );
});

import { describe, expect, it } from 'vitest';
import { classify } from '../../../src/mail/kind/classify.ts';
import { mailOf } from './mail-of.ts';

/** Mail of people, each with something that a hasty rule takes for a machine's: [what tempts, headers, text]. */
const ORDINARY: readonly (readonly [string, string, string])[] = [
  // Headers that prove nothing.
  ['Auto-Submitted: no', 'Subject: Printer\nAuto-Submitted: no', 'It jams again.'],
  [
    'Auto-Submitted: No in capitals, with a comment',
    'Subject: Printer\nAuto-Submitted: No (by hand)',
    'It jams again.',
  ],
  ['Auto-Submitted empty', 'Subject: Printer\nAuto-Submitted:', 'It jams again.'],
  [
    'X-Auto-Response-Suppress alone',
    'Subject: Faktura 2025\nX-Auto-Response-Suppress: All',
    'Dobrý den, v příloze posílám fakturu.',
  ],
  [
    'X-Auto-Response-Suppress with some values',
    'Subject: Invoice\nX-Auto-Response-Suppress: DR, OOF, AutoReply',
    'Please find it attached.',
  ],
  ['Precedence: first-class', 'Subject: Otvorenie konta\nPrecedence: first-class', 'Prosím o otvorenie konta.'],
  ['Precedence: special-delivery', 'Subject: Urgent\nPrecedence: special-delivery', 'Server is down.'],
  ['Precedence: normal', 'Subject: Urgent\nPrecedence: normal', 'Server is down.'],
  ['X-Autoreply: no', 'Subject: Help\nX-Autoreply: no', 'I cannot log in.'],
  [
    'X-Loop with an address, as forwarding recipes set it',
    'Subject: Help\nX-Loop: ana@klijent.example',
    'I cannot log in.',
  ],
  [
    'a redirected mail names the redirecting mailbox',
    'Subject: Molba\nX-MS-Exchange-Inbox-Rules-Loop: podrska@firma.example\nX-Auto-Response-Suppress: All',
    'Molim vas za pomoć.',
  ],
  ['List-Unsubscribe that is empty', 'Subject: Help\nList-Unsubscribe: -', 'I cannot log in.'],
  ['List-Post: NO of a gateway', 'Subject: Help\nList-Post: NO', 'I cannot log in.'],
  [
    'tickets of RT',
    'Subject: [firma.example #4711] Kurs se ne ažurira\nX-RT-Loop-Prevention: firma.example\nRT-Ticket: firma.example #4711\nRT-Originator: petar@firma.example',
    'Poštovani, proverili smo i potvrđujemo grešku. Petar',
  ],
  [
    'tickets of OTRS',
    'Subject: [Ticket#2025081210000017] Nefunguje tisk\nX-Mailer: OTRS Mail Service\nX-Powered-By: OTRS',
    'Dobrý den, technik přijede ve středu.',
  ],
  [
    'tickets of Zendesk',
    'Subject: [Zendesk Ticket 8812] Re: API limit\nX-Zendesk-From-Account-Id: 12ab',
    'Hi, our engineers raised your limit. Regards, Joe',
  ],
  [
    'tickets of Jira, answered by a person',
    'Subject: Re: [JIRA] (HELP-91) Export fails\nIn-Reply-To: <JIRA.1@jira.example>',
    'It works now, please close it.',
  ],
  [
    'a web form: no-reply with the visitor in Reply-To',
    'From: Web <no-reply@firma.example>\nReply-To: ana@klijent.example\nSubject: Kontakt obrazac',
    'Ime: Ana\nPoruka: Ne radi mi prijava.',
  ],
  [
    'postmaster is a person too',
    'From: Správce pošty <postmaster@klient.example>\nSubject: Změna MX záznamů',
    'Dobrý den, zítra měníme MX záznamy. Novák',
  ],
  [
    'postmaster writes to us first',
    'From: postmaster@klijent.example\nSubject: Vaši mejlovi završavaju u spamu',
    'Poštovani, dodajte nas u SPF.',
  ],
  [
    'postmaster tells of lost mail',
    'From: postmaster@klijent.example\nSubject: Pošta za vašu prodaju',
    'Poštovani, moja poruka nije isporučena vašoj prodaji. Proverite, molim.',
  ],
  [
    'a system administrator asks about bounces',
    'From: System Administrator <it@klijent.example>\nSubject: Undeliverable mail from your newsletter',
    'Hi, since Monday we see these for five of our people. Can you stop it?',
  ],
  [
    'a Mailer product in a name',
    'From: Petra Postman <petra@klient.example>\nSubject: Adresa',
    'Nova adresa je Trg 1.',
  ],
  // Words about bounces, by people.
  [
    'a bounce quoted by a person',
    'Subject: Mail to Peter comes back',
    "Hi, what does this mean?\n\n> This is the mail system at host mx.example.\n> I'm sorry to have to inform you that your message could not\n> be delivered to one or more recipients.",
  ],
  [
    'a bounce forwarded by a person',
    'Subject: Fwd: Undelivered Mail Returned to Sender',
    'Kolege, ovo dobijam stalno, šta da radim?\n\n---------- Forwarded message ---------\nFrom: MAILER-DAEMON@mx.example\n\nThis is the mail system at host mx.example.',
  ],
  [
    'a bounce forwarded without a word',
    'Subject: FW: Undeliverable: Ponuda',
    '\n-----Original Message-----\nFrom: postmaster@mx.example\nSubject: Undeliverable: Ponuda\n\nDelivery has failed to these recipients or groups:\npeter@example.org',
  ],
  [
    'an answer below a bounce',
    'Subject: Re: Undelivered Mail Returned to Sender',
    'Adresa je bila napačna, popravil sem jo.',
  ],
  [
    'complaints about mail that does not arrive',
    'Subject: Pošta se vrací',
    'Dobrý den, když pošlu e-mail na vaši adresu, vrátí se mi s chybou 550 5.1.1.',
  ],
  [
    'mail could not be delivered, says a person',
    'Subject: Delivery of mail',
    'Hi, my message could not be delivered to your sales team yesterday. Can you check?',
  ],
  ['a question about delivery', 'Subject: Delivery status of order 8812', 'When will the pallets arrive?'],
  [
    'a parcel that failed delivery',
    'Subject: Delivery failed, nobody was home',
    'Dear team, the courier says delivery failed. Please send it again.',
  ],
  [
    'returned goods',
    'Subject: Returned mail from customer Kovač',
    'The letter came back from the post office, do you have a newer address?',
  ],
  [
    'a Czech question about undelivered mail',
    'Subject: Nedoručená zásilka',
    'Dobrý den, zásilka nebyla doručena. Děkuji.',
  ],
  ['a Serbian one', 'Subject: Neisporučena roba', 'Poštovani, roba nije isporučena u dogovorenom roku.'],
  ['a Macedonian one', 'Subject: Неиспорачана нарачка', 'Почитувани, нарачката не е испорачана.'],
  ['a Slovene one', 'Subject: Nedostavljen paket', 'Pozdravljeni, paket ni bil dostavljen.'],
  ['a German one', 'Subject: Zustellung Rechnung', 'Guten Tag, die Rechnung konnte nicht gedruckt werden.'],
  // Words about absence, by people.
  [
    'vacation plans',
    'Subject: Vacation plans for August',
    'I will be on vacation from the 4th to the 15th. Please send the invoice before.',
  ],
  [
    'out of office as a topic',
    'Subject: Out of office next week',
    'Hi, I will be out of the office next week; Marko has the keys.',
  ],
  [
    'out of office as a problem',
    'Subject: Out of office does not switch off',
    'My automatic reply is still sent although I am back.',
  ],
  ['automatic replies as a problem', 'Subject: Automatic reply is broken', 'Customers get it twice.'],
  ['auto reply as a wish', 'Subject: Auto reply for the sales mailbox', 'Could you set one up?'],
  [
    'godišnji odmor (hr)',
    'Subject: Godišnji odmor u kolovozu',
    'Bok, na godišnjem sam od 4. do 15. kolovoza, molim prije toga isporuku.',
  ],
  [
    'automatski odgovor kao tema (sr)',
    'Subject: Automatski odgovor ne radi',
    'Poštovani, automatski odgovor se ne šalje klijentima.',
  ],
  ['одсуство као тема (sr)', 'Subject: Одсуство запослених у модулу HR', 'Извештај о одсуству је празан.'],
  ['dovolená (cs)', 'Subject: Dovolená v srpnu', 'Dobrý den, od 4. do 15. mám dovolenou, prosím o opravu předtím.'],
  ['dovolenka (sk)', 'Subject: Dovolenka v auguste', 'Dobrý deň, budem na dovolenke, zastupuje ma kolega.'],
  ['dopust (sl)', 'Subject: Dopust v avgustu', 'Pozdravljeni, na dopustu bom do 15. avgusta.'],
  ['годишен одмор (mk)', 'Subject: Годишен одмор', 'Почитувани, ќе бидам на годишен одмор до 15 август.'],
  ['Urlaub (de)', 'Subject: Urlaub im August', 'Ich bin ab 4.8. im Urlaub, bitte vorher liefern.'],
  [
    'an answer to an automatic reply',
    'Subject: Re: Automatic reply: Invoice 12\nIn-Reply-To: <a@b.example>',
    'When you are back, please pay it.',
  ],
  [
    'an answer to a vacation notice (cs)',
    'Subject: Re: Automatická odpověď: Faktura\nIn-Reply-To: <a@b.example>',
    'Děkuji, ozvu se po dovolené.',
  ],
  ['odsutan u temi odgovora (sr)', 'Subject: Re: Odsutan\nIn-Reply-To: <a@b.example>', 'Hvala, zvaću kolegu.'],
  ['auto means a car', 'Subject: Auto servis Novi Sad', 'Treba nam ponuda za održavanje vozila.'],
  ['auto at the end of a subject', 'Subject: Službeni auto', 'Molim rezervaciju.'],
  // Newsletters and orders answered by people.
  [
    'a newsletter answered',
    'Subject: Re: Your August newsletter\nIn-Reply-To: <n1@mailer.example>',
    'Please tell me more about the new module.\n\n> You receive this because you subscribed. Unsubscribe here.',
  ],
  [
    'a newsletter answered (sk)',
    'Subject: Re: Novinky v auguste\nIn-Reply-To: <n2@mailer.example>',
    'Mám záujem o modul sklad.',
  ],
  ['unsubscribe, written by a person', 'Subject: Unsubscribe', 'Please take me off your list. Jana'],
  [
    'an order confirmation answered',
    'Subject: Re: Order confirmation #5512\nIn-Reply-To: <o@shop.example>',
    'The amount is wrong, it should be 12.',
  ],
  [
    'an order confirmation answered (cs)',
    'Subject: Re: Potvrzení objednávky 5512\nIn-Reply-To: <o@shop.example>',
    'Prosím o změnu adresy.',
  ],
  [
    'an order confirmation answered (sl)',
    'Subject: Re: Potrditev naročila 5512\nIn-Reply-To: <o@shop.example>',
    'Prosim za spremembo naslova.',
  ],
  [
    'an order confirmation answered (sr)',
    'Subject: Re: Потврда поруџбине 5512\nIn-Reply-To: <o@shop.example>',
    'Молим промену адресе.',
  ],
  [
    'an order confirmation answered (mk)',
    'Subject: Re: Потврда за нарачка 5512\nIn-Reply-To: <o@shop.example>',
    'Ве молам променете ја адресата.',
  ],
  [
    'a monitoring alert forwarded by a person',
    'Subject: Fwd: PROBLEM: Host DOWN alert',
    'Is this yours?\n\n---------- Forwarded message ---------\nFrom: nagios@mon.example\nAuto-Submitted: auto-generated',
  ],
  [
    'headers pasted into the text',
    'Subject: Headers you asked for',
    'Auto-Submitted: auto-replied\nPrecedence: bulk\nX-Failed-Recipients: a@b.example\nFinal-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1',
  ],
  [
    'a read receipt as a topic',
    'Subject: Read: the manual says otherwise',
    'Page 12 says that the field is mandatory.',
  ],
  ['pročitano kao tema', 'Subject: Pročitano uputstvo, ali ne radi', 'Uradio sam sve po uputstvu.'],
  ['a report domain in prose', 'Subject: Report domain is missing', 'The report shows no domain.'],
  ['a complaint about a message', 'Subject: Complaint about message from your colleague', 'He was rude.'],
  [
    'SMTP codes in a log',
    'Subject: Log',
    'Aug  4 10:00:01 mx postfix/smtp[1]: to=<a@b.example>, status=bounced (host mx said: 550 5.1.1 User unknown)',
  ],
  ['JSON in a ticket', 'Subject: Payload', '{"event":"order.created","id":5512}'],
  ['no subject at all', 'Message-ID: <x@y.example>', 'Dobar dan, ne radi.'],
  ['nothing but an attachment', 'Subject: Sken', ''],
];

describe('ordinary mail is taken for nothing else', () => {
  it('has at least sixty of it', () => expect(ORDINARY.length).toBeGreaterThanOrEqual(60));

  it.each(ORDINARY)('%s', (_what, headers, text) => {
    const from = /^from:/im.test(headers) ? '' : 'From: Ana Novak <ana@klient.example>\n';
    const mail = mailOf(`${from}To: support@desk.example\n${headers}\n\n${text}`);
    const { kind, reasons, bounce } = classify(mail);
    expect({ kind, reasons }).toEqual({ kind: 'human', reasons: [expect.any(String)] });
    expect(bounce).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { messageId } from '../../../src/mail/address.ts';
import { classify } from '../../../src/mail/kind/classify.ts';
import type { Report } from '../../../src/mail/mail.ts';
import { mailOf, part } from './mail-of.ts';

const DSN =
  'From: MAILER-DAEMON@mx.test\nTo: desk@spoc.test\nSubject: Undelivered Mail Returned to Sender\nContent-Type: multipart/report; report-type=delivery-status; boundary=b';
const ORIGINAL =
  'Received: by desk.spoc.test; Mon, 4 Aug 2025 10:00:00 +0200\nMessage-ID:\n <out-1@spoc.test>\nFrom: desk@spoc.test\nTo: ana@klient.test\nSubject: [EB-7] Answer\n\nHello';

function report(fields: string, original = ORIGINAL): Report {
  return { type: 'delivery-status', fields, original };
}

describe('delivery status notifications (RFC 3464)', () => {
  const fields = (action: string, status: string, more = '') =>
    `Reporting-MTA: dns; mx.test\nArrival-Date: Mon, 4 Aug 2025 10:00:00 +0200\n\nFinal-Recipient: rfc822; ana@klient.test\nAction: ${action}\nStatus: ${status}\n${more}`;

  it.each([
    ['a permanent failure', fields('failed', '5.1.1'), 'bounce', '5.1.1', true],
    ['a failure after days of trying', fields('failed', '4.4.7'), 'bounce', '4.4.7', false],
    ['an action in capitals', fields('Failed', '5.2.1 (mailbox disabled)'), 'bounce', '5.2.1', true],
    [
      'a vague status with a precise diagnostic',
      fields('failed', '5.0.0', 'Diagnostic-Code: smtp; 550 5.1.10 No such\n recipient'),
      'bounce',
      '5.1.10',
      true,
    ],
    [
      'a vague status with words',
      fields('failed', '5.0.0', 'Diagnostic-Code: smtp; 550 user unknown'),
      'bounce',
      '5.0.0',
      true,
    ],
    ['a delay', fields('delayed', '4.4.1'), 'delay', '4.4.1', false],
    ['no status but a reply', fields('failed', '', 'Diagnostic-Code: smtp; 552 mailbox full'), 'bounce', '5.2.2', true],
  ])('%s', (_what, text, kind, status, permanent) => {
    const answer = classify(mailOf(`${DSN}\n\nreport`, { report: report(text) }));
    expect(answer.kind).toBe(kind);
    expect(answer.bounce).toEqual({
      recipients: ['ana@klient.test'],
      status,
      permanent,
      originalMessageId: 'out-1@spoc.test',
    });
  });

  it.each(['delivered', 'relayed', 'expanded'])('success (%s) is a receipt', (action) => {
    expect(classify(mailOf(`${DSN}\n\nok`, { report: report(fields(action, '2.0.0')) })).kind).toBe('receipt');
  });

  it('takes the failed recipients when others were only delayed', () => {
    const two = `${fields('delayed', '4.2.0')}\n\nFinal-Recipient: rfc822;<petr@klient.test>\nOriginal-Recipient: rfc822;petr.old@klient.test\nAction: failed\nStatus: 5.1.1`;
    const { kind, bounce } = classify(mailOf(`${DSN}\n\n`, { report: report(two) }));
    expect(kind).toBe('bounce');
    expect(bounce?.recipients).toEqual(['petr@klient.test', 'petr.old@klient.test']);
  });

  it('reads groups that no blank line parts', () => {
    const joined =
      'Reporting-MTA: dns; x\nFinal-Recipient: rfc822; a@k.test\nAction: failed\nStatus: 5.1.1\nFinal-Recipient: rfc822; b@k.test\nAction: failed\nStatus: 5.1.1';
    expect(classify(mailOf(`${DSN}\n\n`, { report: report(joined) })).bounce?.recipients).toEqual([
      'a@k.test',
      'b@k.test',
    ]);
  });

  it('reads CRLF alike', () => {
    const crlf = (text: string) => text.replace(/\n/g, '\r\n');
    const answer = classify(mailOf(`${DSN}\n\n`, { report: report(crlf(fields('failed', '5.1.1')), crlf(ORIGINAL)) }));
    expect(answer.bounce?.originalMessageId).toBe('out-1@spoc.test');
    expect(answer.bounce?.recipients).toEqual(['ana@klient.test']);
  });

  it('reads a report in a multipart/mixed of a daemon', () => {
    const attachments = [part('message/delivery-status', fields('failed', '5.4.6')), part('message/rfc822', ORIGINAL)];
    const answer = classify(
      mailOf(
        'From: Postmaster@mx.test\nTo: desk@spoc.test\nSubject: DELIVERY FAILURE\nContent-Type: multipart/mixed; boundary=b\n\nsee',
        { attachments },
      ),
    );
    expect(answer).toMatchObject({ kind: 'bounce', bounce: { status: '5.4.6', originalMessageId: 'out-1@spoc.test' } });
  });

  it('does not believe a report that a person attached', () => {
    const attachments = [part('message/delivery-status', fields('failed', '5.4.6'))];
    expect(
      classify(mailOf('From: Ana <ana@klient.test>\nSubject: What is this?\n\nI get this.', { attachments })).kind,
    ).toBe('human');
  });

  it('prefers an id that we issued', () => {
    const own = (id: string) => id === 'out-2@spoc.test';
    const answer = classify(
      mailOf(`${DSN}\nReferences: <x@y.test> <out-2@spoc.test>\n\n`, { report: report(fields('failed', '5.1.1')) }),
      own,
    );
    expect(answer.bounce?.originalMessageId).toBe('out-2@spoc.test');
  });

  it('says what decided', () => {
    const answer = classify(mailOf(`${DSN}\n\n`, { report: report(fields('failed', '5.1.1')) }));
    expect(answer.reasons).toEqual(['header Content-Type: report-type=delivery-status', 'field Action: failed']);
  });

  it('answers when the MIME structure is broken and the report is text', () => {
    const text = `--b\nContent-Type: text/plain\n\nSorry.\n\n--b\nContent-Type: message/delivery-status\n\n${fields('failed', '5.1.1')}\n--b\nContent-Type: message/rfc822\n\n${ORIGINAL}`;
    const answer = classify(mailOf(`${DSN}\n\n${text}`));
    expect(answer).toMatchObject({
      kind: 'bounce',
      bounce: { recipients: ['ana@klient.test'], status: '5.1.1', originalMessageId: 'out-1@spoc.test' },
    });
  });
});

const RETURNED =
  'Received: by desk.spoc.test; Mon, 4 Aug 2025 10:00:00 +0200\nMessage-ID: <out-1@spoc.test>\nFrom: desk@spoc.test\nTo: ana@klient.test\nSubject: Answer\n\nHello';

/** Reports in the words of each family: [family, headers, text, kind, recipients, status, permanent, id]. */
const WORDS: readonly (readonly [
  string,
  string,
  string,
  string,
  readonly string[],
  string | undefined,
  boolean,
  string | undefined,
])[] = [
  [
    'qmail',
    'From: MAILER-DAEMON@q.test\nSubject: failure notice',
    `Hi. This is the qmail-send program at q.test.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<ana@klient.test>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 sorry, no mailbox here by that name (#5.1.1)\nGiving up on 192.0.2.1.\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <desk@spoc.test>\n${RETURNED}`,
    'bounce',
    ['ana@klient.test'],
    '5.1.1',
    true,
    'out-1@spoc.test',
  ],
  [
    'qmail through a sender that is no daemon',
    'From: bounces@q.test\nSubject: failure notice',
    `Hi. This is the qmail-send program at q.test.\n\n<ana@klient.test>:\nSorry (#5.1.1)\n\n--- Below this line is a copy of the message.\n\n${RETURNED}`,
    'bounce',
    ['ana@klient.test'],
    '5.1.1',
    true,
    'out-1@spoc.test',
  ],
  [
    'Exim',
    'From: Mail Delivery System <Mailer-Daemon@e.test>\nX-Failed-Recipients: ana@klient.test\nAuto-Submitted: auto-replied\nSubject: Mail delivery failed: returning message to sender',
    `This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error.\n\n  ana@klient.test\n    host mx.klient.test [192.0.2.2]\n    550 5.7.1 relaying denied\n\n------ This is a copy of the message, including all the headers. ------\n\n${RETURNED}`,
    'bounce',
    ['ana@klient.test'],
    '5.7.1',
    true,
    'out-1@spoc.test',
  ],
  [
    'Exim, delayed',
    'From: Mail Delivery System <Mailer-Daemon@e.test>\nSubject: Warning: message 1abCdE-0001 delayed 24 hours',
    'This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours on the queue.\n\n  ana@klient.test\n    Delay reason: connection timed out\n',
    'delay',
    ['ana@klient.test'],
    '4.4.7',
    false,
    undefined,
  ],
  [
    'Postfix without a report',
    'From: MAILER-DAEMON@p.test (Mail Delivery System)\nSubject: Undelivered Mail Returned to Sender',
    `This is the mail system at host p.test.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients. It's attached below.\n\nFor further assistance, please send mail to postmaster.\n\n<ana@klient.test>: host mx.klient.test[192.0.2.2] said: 552 5.2.2 Mailbox full (in\n    reply to RCPT TO command)\n\n${RETURNED}`,
    'bounce',
    ['ana@klient.test'],
    '5.2.2',
    true,
    'out-1@spoc.test',
  ],
  [
    'Postfix, delayed',
    'From: MAILER-DAEMON@p.test\nSubject: Delayed Mail (still being retried)',
    '# THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE. #\n\nYour message could not be delivered for more than 4 hour(s).\n\n<ana@klient.test>: connect to mx.klient.test[192.0.2.2]:25: Connection timed out',
    'delay',
    ['ana@klient.test'],
    '4.4.7',
    false,
    undefined,
  ],
  [
    'Sendmail',
    'From: Mail Delivery Subsystem <MAILER-DAEMON@s.test>\nSubject: Returned mail: see transcript for details',
    `The original message was received at Mon, 4 Aug 2025 10:00:00 +0200\nfrom desk.spoc.test\n\n   ----- The following addresses had permanent fatal errors -----\n<ana@klient.test>\n    (reason: 550 5.1.1 User unknown)\n\n   ----- Transcript of session follows -----\n... while talking to mx.klient.test:\n>>> RCPT To:<ana@klient.test>\n<<< 550 5.1.1 User unknown\n\n----- Original message follows -----\n${RETURNED}`,
    'bounce',
    ['ana@klient.test'],
    '5.1.1',
    true,
    'out-1@spoc.test',
  ],
  [
    'Exchange of old',
    'From: System Administrator <postmaster@x.test>\nSubject: Undeliverable: Answer\nIn-Reply-To: <out-1@spoc.test>',
    'Your message\n\n  To:      Ana Novak\n  Subject: Answer\n  Sent:    Mon, 4 Aug 2025 10:00:00 +0200\n\ndid not reach the following recipient(s):\n\nana@klient.test on Mon, 4 Aug 2025 10:00:01 +0200\n    The recipient name is not recognized\n',
    'bounce',
    ['ana@klient.test'],
    '5.1.1',
    true,
    'out-1@spoc.test',
  ],
  [
    'Exchange Online without a report',
    'From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@x.test>\nSubject: Undeliverable: Answer',
    "Your message to ana@klient.test couldn't be delivered.\n\nana@klient.test wasn't found at klient.test.\n\nRemote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound'\n\nOriginal Message Headers\n\nMessage-ID: <out-1@spoc.test>",
    'bounce',
    ['ana@klient.test'],
    '5.1.10',
    true,
    'out-1@spoc.test',
  ],
  [
    'Exchange in Czech',
    'From: postmaster@x.test\nSubject: Nedoručitelné: Odpověď',
    'Zprávu nebylo možné doručit těmto příjemcům nebo skupinám:\n\nana@klient.test<mailto:ana@klient.test>\n#550 5.1.1 RESOLVER.ADR.RecipNotFound ##',
    'bounce',
    ['ana@klient.test'],
    '5.1.1',
    true,
    undefined,
  ],
  [
    'Exchange in German',
    'From: postmaster@x.test\nSubject: Unzustellbar: Antwort',
    'Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:\n\nana@klient.test\n#550 5.1.1#',
    'bounce',
    ['ana@klient.test'],
    '5.1.1',
    true,
    undefined,
  ],
  [
    'Domino',
    'From: Postmaster@d.test\nSubject: DELIVERY FAILURE: User ana (ana@klient.test) not listed in Domino Directory',
    'Your message\n\n  Subject: Answer\n\nwas not delivered to:\n\n  ana@klient.test\n\nbecause:\n\n  User ana (ana@klient.test) not listed in Domino Directory\n',
    'bounce',
    ['ana@klient.test'],
    '5.1.1',
    true,
    undefined,
  ],
  [
    'GroupWise',
    'From: Mailer-Daemon@g.test\nSubject: Message status - undeliverable',
    'The message that you sent was undeliverable to the following:\n\n    ana@klient.test (user not found)\n',
    'bounce',
    ['ana@klient.test'],
    '5.1.1',
    true,
    undefined,
  ],
  [
    'Seznam',
    'From: MAILER-DAEMON@email.test\nSubject: Nedoručená zpráva / Undelivered mail',
    `Vaše zpráva pro <ana@klient.test> ze dne 4.8.2025 nemohla být doručena.\nZpráva je přiložena.\n\nDůvod / Reason:\n---------------\n\n5.1.1 szn; Uživatel neexistuje\n\n${RETURNED}`,
    'bounce',
    ['ana@klient.test'],
    '5.1.1',
    true,
    'out-1@spoc.test',
  ],
  [
    'Gmail',
    'From: Mail Delivery Subsystem <mailer-daemon@googlemail.test>\nSubject: Delivery Status Notification (Failure)',
    `Delivery to the following recipient failed permanently:\n\n     ana@klient.test\n\nThe error that the other server returned was:\n550 5.1.1 No such user\n\n----- Original message -----\n\n${RETURNED}`,
    'bounce',
    ['ana@klient.test'],
    '5.1.1',
    true,
    'out-1@spoc.test',
  ],
  [
    'Gmail, delayed',
    'From: Mail Delivery Subsystem <mailer-daemon@googlemail.test>\nSubject: Delivery Status Notification (Delay)',
    'THIS IS A WARNING MESSAGE ONLY.\n\nDelivery to the following recipient has been delayed:\n\n     ana@klient.test\n\nMessage will be retried for 2 more day(s)',
    'delay',
    ['ana@klient.test'],
    undefined,
    false,
    undefined,
  ],
  [
    'Courier',
    'From: postmaster@c.test\nSubject: NOTICE: mail delivery status.',
    'UNDELIVERABLE MAIL\n\nYour message to the following recipients cannot be delivered:\n\n<ana@klient.test>:\n<<< 550 No such domain.',
    'bounce',
    ['ana@klient.test'],
    '5.1.2',
    true,
    undefined,
  ],
  [
    'OpenSMTPD',
    'From: Mailer Daemon <MAILER-DAEMON@o.test>\nSubject: Delivery status notification: error',
    `    This is the MAILER-DAEMON, please DO NOT REPLY to this email.\n\nana@klient.test: 550 5.1.1 unknown\npetr@klient.test: Domain does not exist\n\n    Below is a copy of the original message:\n\n${RETURNED}`,
    'bounce',
    ['ana@klient.test', 'petr@klient.test'],
    '5.1.1',
    true,
    'out-1@spoc.test',
  ],
  [
    'a German provider',
    'From: mailer-daemon@kunden.test\nSubject: Zustellung fehlgeschlagen',
    'Ihre Nachricht konnte nicht zugestellt werden.\n\n<ana@klient.test>:\nMailbox voll, 452 4.2.2',
    'bounce',
    ['ana@klient.test'],
    '4.2.2',
    false,
    undefined,
  ],
  [
    'a Slovak provider',
    'From: postmaster@posta.test\nSubject: Nedoručiteľná správa',
    'Vašu správu sa nepodarilo doručiť na adresu:\n\nana@klient.test\n\n550 5.1.1 neznámy používateľ',
    'bounce',
    ['ana@klient.test'],
    '5.1.1',
    true,
    undefined,
  ],
  [
    'a Slovene provider',
    'From: postmaster@posta.test\nSubject: Nedostavljeno sporočilo',
    'Sporočila ni bilo mogoče dostaviti:\n\nana@klient.test\n550 5.1.1',
    'bounce',
    ['ana@klient.test'],
    '5.1.1',
    true,
    undefined,
  ],
  [
    'a Croatian provider',
    'From: postmaster@posta.test\nSubject: Neisporučena poruka',
    'Poruku nije moguće isporučiti primatelju:\n\nana@klient.test\n550 5.1.1',
    'bounce',
    ['ana@klient.test'],
    '5.1.1',
    true,
    undefined,
  ],
  [
    'a Serbian provider',
    'From: postmaster@posta.test\nSubject: Неиспоручена порука',
    'Поруку није могуће испоручити:\n\nana@klient.test\n550 5.1.1',
    'bounce',
    ['ana@klient.test'],
    '5.1.1',
    true,
    undefined,
  ],
  [
    'a Macedonian provider',
    'From: postmaster@posta.test\nSubject: Неиспорачана порака',
    'Пораката не може да се испорача:\n\nana@klient.test\n550 5.1.1',
    'bounce',
    ['ana@klient.test'],
    '5.1.1',
    true,
    undefined,
  ],
  [
    'a sender without an address',
    'From: MAILER-DAEMON <>\nSubject: Mail delivery failed',
    'There was an error delivering your mail to <ana@klient.test>.\n\n550 5.1.1 unknown',
    'bounce',
    ['ana@klient.test'],
    '5.1.1',
    true,
    undefined,
  ],
  [
    'a null return path and words',
    'From: relay@b.test\nReturn-Path: <>\nSubject: Undeliverable mail',
    'Unable to deliver message to: <ana@klient.test>\n550 No such user here',
    'bounce',
    ['ana@klient.test'],
    '5.1.1',
    true,
    undefined,
  ],
  [
    'a daemon in a language unknown to us',
    'From: MAILER-DAEMON@z.test\nSubject: Ilwa',
    'Hnuit wela:\n\n<ana@klient.test>\n550 5.1.1',
    'bounce',
    ['ana@klient.test'],
    '5.1.1',
    true,
    undefined,
  ],
  [
    'a report that names nobody: the envelope of the original',
    'From: MAILER-DAEMON@z.test\nSubject: Returned mail',
    '----- Unsent message follows -----\nReceived: by desk.spoc.test\n    for <ana@klient.test>; Mon, 4 Aug 2025 10:00:00 +0200\nMessage-ID: <out-1@spoc.test>\nTo: x@k.test, y@k.test\n',
    'bounce',
    ['ana@klient.test'],
    undefined,
    true,
    'out-1@spoc.test',
  ],
];

describe('bounces that are no DSN', () => {
  it.each(WORDS)('%s', (_family, headers, text, kind, recipients, status, permanent, id) => {
    for (const body of [text, text.replace(/\n/g, '\r\n')]) {
      const answer = classify(mailOf(`To: desk@spoc.test\n${headers}\n\n${body}`));
      expect(answer.kind).toBe(kind);
      expect(answer.bounce).toEqual({ recipients, status, permanent, originalMessageId: id });
      expect(answer.reasons.length).toBeGreaterThan(0);
    }
  });

  it('an SES notification by SNS', () => {
    const json = JSON.stringify({
      notificationType: 'Bounce',
      bounce: { bounceType: 'Permanent', bouncedRecipients: [{ emailAddress: 'ana@klient.test', status: '5.1.1' }] },
      mail: { messageId: '0100-alias', headers: [{ name: 'Message-ID', value: '<out-1@spoc.test>' }] },
    });
    const broken = `${json.slice(0, 60)}!\n ${json.slice(60)}\n\n--\nIf you wish to stop receiving notifications`;
    const answer = classify(mailOf(`From: AWS <no-reply@sns.test>\nSubject: AWS Notification Message\n\n${broken}`));
    expect(answer.bounce).toEqual({
      recipients: ['ana@klient.test'],
      status: '5.1.1',
      permanent: true,
      originalMessageId: messageId('out-1@spoc.test'),
    });
    expect(classify(mailOf(`From: a@b.test\n\n${json.replace('Bounce', 'Complaint')}`)).kind).toBe('feedback');
    expect(classify(mailOf(`From: a@b.test\n\n${json.replace('Bounce', 'Delivery')}`)).kind).toBe('receipt');
  });
});

import { describe, expect, it } from 'vitest';
import { readReply } from '../../../src/mail/reply/read.ts';

/** Text of writers that looks like something to cut and is not. */
const PROSE: readonly (readonly [quirk: string, text: string])[] = [
  ['on-monday-somebody-wrote', 'On Monday John wrote: do it tomorrow.\nWe did not.'],
  ['on-a-date-we-got', 'On 5 March 2024 we got an invoice and then the customer wrote:\nplease correct it.\nCan you?'],
  ['cs-psal-v-pondeli', 'V pondělí 4. 3. 2024 nám pan Novák napsal, že faktura nesedí.\nProsím o kontrolu.'],
  ['cs-dne-jsme-obdrzeli', 'Dne 5. 3. 2024 jsme obdrželi reklamaci.\nDne 6. 3. 2024 v 10:12 jsme ji vyřídili.'],
  ['sk-dna', 'Dňa 5. 3. 2024 o 10:12 prestal fungovať server.\nProsíme o nápravu.'],
  ['sl-dne', 'Dne 5. 3. 2024 ob 10:12 je strežnik prenehal delovati.\nProsimo za pomoč.'],
  ['sr-dana', 'Dana 5. 3. 2024. u 10:12 servis je prestao da radi.\nMolim vas da proverite.'],
  ['sr-cyrl-dana', 'Дана 5. 3. 2024. у 10:12 сервис је престао да ради.\nМолим вас да проверите.'],
  ['mk-na', 'На 5.3.2024 во 10:12 серверот престана да работи.\nВе молиме проверете.'],
  ['hr-pisao-je', 'Jučer je Ivan napisao da sve radi:\n- prijava\n- ispis'],
  ['timestamps-list', 'It failed at:\n2024-01-15 14:30:25\n15.01.2024 14:30\nJan 15, 2024 at 14:30\nPlease look.'],
  [
    'log-lines',
    'The log says:\n2024-03-05 10:12:01 ERROR could not connect to db:\n2024-03-05 10:12:02 INFO retry\nWhat now?',
  ],
  ['from-to-trip', 'Vacation plan:\nFrom: Monday\nTo: Friday\nI will be back then.'],
  ['od-do-dovolena', 'Žádost o dovolenou:\nOd: 5. 3. 2024\nDo: 8. 3. 2024\nDěkuji.'],
  ['od-do-sr', 'Molim odsustvo.\nOd: 5. 3. 2024.\nDo: 8. 3. 2024.\nHvala.'],
  ['form-of-fields', 'Name: Ann\nEmail: ann@example.com\nTime: 5.3.2024 10:00\nProblem: printer'],
  ['appointment', 'The interview:\n\nDate: Wednesday 3 October\nTime: 7:00\nAddress: 130 Fox St\n\nBring your ID.'],
  ['subject-only', 'Subject: what I meant is this.\nThe printer is broken.'],
  ['to-do-list', 'To: buy milk\nRe: the printer, it works now.'],
  ['dashes-in-text', 'Summary\n----\n\n1. faster\n2. smaller\n\n----\n\nThat is all.'],
  ['dashed-title', 'Hello,\n\n------ Enter Feedback Below ------\n\nIt was very good.'],
  ['sent-from-sentence', 'Hello\n\nSent from my desk, it is easier than my phone.'],
  ['sent-from-inside', 'The mail was sent from my iPhone app to all.\nIt did not arrive.'],
  ['cs-odeslano-veta', 'Dobrý den,\n\nOdesláno z vašeho systému bylo dnes 15 faktur, prosím zkontrolujte.\n\nDěkuji'],
  ['sr-poslato-recenica', 'Dobar dan,\n\nPoslato sa naše strane je sve što ste tražili, molim potvrdu.\n\nHvala'],
  ['best-regards', 'Can you help?\n\nBest regards,\nJohn Doe\nCEO @ Acme'],
  ['regards-in-sentence', 'With regards to the payment we need help.\nAs regards the date, Friday is fine.'],
  ['em-dash-name', 'Yes.\n\n—\nJohn Doe\nCEO'],
  ['dash-name', 'Oh thanks.\n\n-Ann Novak'],
  ['decorated-link', 'Visit us now\n>>> >>>  http://www.example.com <<<\nClick above'],
  ['confidential-in-prose', 'Is the report confidential? I would like to send it to Petr.'],
  ['cs-duverne-v-textu', 'Prosím, berte tuto informaci jako důvěrnou.\nPříloha obsahuje smlouvu.'],
  ['original-message-in-prose', 'I lost the original message.\nCould you send it again?'],
  ['forwarded-in-prose', 'I have forwarded message 12 to the finance.\nPlease wait.'],
  ['code-fence', '```\n// Sent from my custom mailer\nsignature: "--"\n```\nWhy does it fail?'],
  ['diff', 'Patch:\n--- a/x.ts\n+++ b/x.ts\n@@ -1 +1 @@\n-old\n+new\nPlease review.'],
  ['markdown-heading', '## Problem\nIt fails.\n\n## Steps\n1. open it'],
  ['hashes', 'See ticket ##12 and ##13.\nThey are the same.'],
  ['address-with-colon', 'Please write to ann@example.com:\nshe knows the answer.'],
  ['name-said', 'Ana wrote:\nthe printer is broken\nand she is right.'],
  ['cs-jana-napsala', 'Jana napsala:\ntiskárna nefunguje\na má pravdu.'],
  ['wrote-in-url', 'See https://example.com/blog/on-date-someone-wrote-about\nIt says "wrote:" twice.'],
  ['time-range', 'We are open:\nMon 10:00 - 12:00\nTue 10:00 - 14:00'],
  ['greeting-with-colon', 'Dear Ann Novak:\nthe invoice 2024/03/05 is paid.'],
  ['list-of-mails', 'Please add:\nann@example.com\nbob@example.com\nThanks'],
];

describe('prose that is not cut', () => {
  it.each(PROSE)('%s', (_quirk, text) => {
    const reading = readReply({ text });
    expect(reading.visible).toBe(text);
    expect(reading.elided).toBe('');
  });
});

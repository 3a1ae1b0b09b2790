import { attached } from './delivery-status.ts';
import { type KindRule, kindOf, parameter } from './facts.ts';

/** Read receipts that Outlook and Notes write without an MDN part, by the start of their subject. */
const RECEIPT_SUBJECT =
  /^(?:not )?(?:read|displayed|deleted|return receipt(?: \(displayed\))?|gelesen|ungelesen gelöscht|lu|non lu|letto|leído|lida|gelezen|przeczytano|pročitano|pročitana|přečteno|prečítané|prebrano|прочитано|прочитана|bestätigung|potvrda čitanja|potvrzení o přečtení|potvrdenie o prečítaní|potrdilo o branju|потврда о читању|потврда за читање) ?(?::|-) ?/i;
/** What such a receipt says first. */
const RECEIPT_TEXT =
  /^(?:your (?:message|document)|this is a (?:return|read) receipt|ihre nachricht|das ist eine (?:empfangs|lese)bestätigung|votre message|il messaggio|su mensaje|vaša poruka|vaše zpráva|vaša správa|vaše sporočilo|ваша порука|вашата порака|twoja wiadomość)\b.{0,600}(?:was (?:read|displayed|received|deleted)|has been (?:read|displayed)|wurde .{0,40}gelesen|a été lu|è stato letto|se ha leído|pročitana|byla .{0,40}přečtena|bola .{0,40}prečítaná|je bilo .{0,40}prebrano|прочитана|została .{0,40}przeczytana|displayed on)/;

/** Is it a receipt that a mail of ours was opened (RFC 8098)? */
export const receiptRule: KindRule = (facts) => {
  const { mail } = facts;
  if (mail.report?.type === 'disposition-notification')
    return kindOf('receipt', 'report of type disposition-notification');
  if (parameter(facts.header('content-type'), 'report-type') === 'disposition-notification') {
    return kindOf('receipt', 'header Content-Type: report-type=disposition-notification');
  }
  if (facts.nullReturnPath && attached(mail, /^message\/disposition-notification\b/i) !== '') {
    return kindOf('receipt', 'part message/disposition-notification');
  }
  if (RECEIPT_SUBJECT.test(facts.subject) && RECEIPT_TEXT.test(facts.opening)) {
    return kindOf('receipt', 'subject and text of a read receipt');
  }
  return undefined;
};

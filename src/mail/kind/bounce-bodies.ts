import type { BounceText } from './bounce-texts.ts';

/** Texts of the reports themselves, anywhere in their opening. */
export const BOUNCE_BODIES: readonly BounceText[] = [
  {
    family: 'warning',
    fate: 'delayed',
    pattern: /this is a warning (?:message )?only\b|you do not need to (?:re-?send|resend) (?:your|the) message/,
  },
  {
    family: 'delay',
    fate: 'delayed',
    pattern:
      /\b(?:delivery to the following recipients? has been delayed|a message is delayed for more than|message that you sent has not yet been delivered|has not yet been delivered to one or more|this is just a warning|delivery (?:attempts )?will (?:continue|be retried)|only a temporary failure report|the message will be retried|will keep trying|dostava (?:je )?odgođena|doručení (?:bylo )?(?:zpožděno|odloženo)|zustellung (?:verzögert sich|wird verzögert))/,
  },
  {
    family: 'success',
    fate: 'delivered',
    pattern:
      /\b(?:your message was successfully delivered|(?:has been|was) successfully (?:delivered|relayed) to|this is the mail system.{0,80}your mail was successfully delivered|message has been successfully delivered)/,
  },
  {
    family: 'qmail',
    fate: 'failed',
    alone: true,
    pattern:
      /this is the qmail(?:-send)? program|i'm afraid i wasn't able to deliver your message|this is a permanent error; i've given up|i'm not going to try again; this message has been in the queue/,
  },
  {
    family: 'Postfix',
    fate: 'failed',
    pattern:
      /i'm sorry to have to inform you that (?:the|your) message|this is the (?:postfix program|mail system) at host/,
  },
  {
    family: 'Exim',
    fate: 'failed',
    pattern:
      /a message that you (?:have )?sent could not be delivered|this message was created automatically by (?:the )?(?:mail delivery (?:software|system)|smtp relay)/,
  },
  {
    family: 'Sendmail',
    fate: 'failed',
    pattern:
      /the following address(?:es)? had (?:permanent |transient |delivery |fatal )*(?:fatal )?(?:errors|problems)|-{3,} ?transcript of session follows|message could not be delivered for \d+/,
  },
  {
    family: 'Exchange',
    fate: 'failed',
    pattern:
      /did not reach (?:the following|some or all of the intended) recipient|the following recipient\(s\) (?:could not be reached|cannot be reached)|delivery has failed to these recipients|your message (?:couldn't|wasn't able to) be delivered|your message to .{1,200} couldn't be delivered|msexch:im[cs]:/,
  },
  { family: 'Domino', fate: 'failed', pattern: /^your message subject:.{0,400} was not delivered to:/ },
  {
    family: 'GroupWise',
    fate: 'failed',
    pattern:
      /the message that you sent was undeliverable to the following|the attached file had the following undeliverable recipient|undeliverable recipient\(s\)/,
  },
  {
    family: 'Seznam',
    fate: 'failed',
    pattern:
      /(?:vaše )?zpráva pro <?\S{3,200}>? ze dne .{4,60} (?:nemohla být|nebyla) doručena|you(?:r)? message for <?\S{3,200}>? from .{4,40} could not be delivered/,
  },
  {
    family: 'DSN',
    fate: 'failed',
    pattern:
      /delive?ry to the following recipients? (?:has )?(?:failed|was aborted|could not)|delevery to the following recipients failed|automatically generated delivery status notification/,
  },
  {
    family: 'OpenSMTPD',
    fate: 'failed',
    pattern:
      /this is the mailer-daemon, please do not reply|an error has occurred while attempting to deliver a message/,
  },
  { family: 'DragonFly', fate: 'failed', pattern: /there was an error delivering your mail to/ },
  { family: 'Courier', fate: 'failed', pattern: /your message to the following recipients cannot be delivered/ },
  {
    family: 'InterScan',
    fate: 'failed',
    pattern: /the following mail could not be delivered|message from interscan|sent <<< rcpt to:/,
  },
  {
    family: 'gateway',
    fate: 'failed',
    pattern:
      /this nondelivery report was generated|unable to deliver (?:the |your )?message to|we had trouble delivering your message|(?:we were|was) unable to deliver your message|we're sorry.{0,40}unable to deliver|each of the following recipients was rejected|your delivery to the following address has been failed|the original message was received at .{10,80} from/,
  },
  {
    family: 'gateway',
    fate: 'failed',
    vague: true,
    pattern:
      /(?:message|mail|e-?mail)(?: to .{1,200}?)? (?:could not|couldn't|can ?not|can't|was not|wasn't|has not|did not|is not) (?:been |be )?(?:deliver|sent|relay|reach)|-{2,} ?failed addresses follow|-{2,} ?failure reasons|failed to deliver (?:for|to) the/,
  },
  { family: 'vtext', fate: 'failed', alone: true, pattern: /^error: invalid user address|^error message below: \d{3}/ },
  {
    family: 'KDDI',
    fate: 'failed',
    alone: true,
    pattern: /^your mail (?:sent on|attempted to be delivered on):? .{8,80}could not be delivered to/,
  },
  {
    family: 'IMail',
    fate: 'failed',
    pattern:
      /^(?:unknown (?:user|host)|invalid final delivery userid|user mailbox exceeds allowed size|delivery failed \d+ attempts|undeliverable (?:to|mail)):? /,
  },
  {
    family: 'mailing list',
    fate: 'failed',
    alone: true,
    pattern:
      /^you are not (?:a )?member of this mailing list|^your (?:mail|message) to .{1,120} (?:was|has been) rejected because you are not/,
  },
  { family: 'Google Groups', fate: 'failed', pattern: /groups\.google\.com\/support/ },
  {
    family: 'cs',
    fate: 'failed',
    vague: true,
    pattern:
      /(?:zpráv[au]|e-?mail)[^.]{0,120}(?:nemohl[ao]? být|nebyl[ao]?|nelze|nebylo možné|se nepodařilo) (?:doruč|dodat|odeslat)/,
  },
  {
    family: 'sk',
    fate: 'failed',
    vague: true,
    pattern:
      /(?:správ[au]|e-?mail)[^.]{0,120}(?:nemohl[ao]? byť|nebol[ao]?|nie je možné|nebolo možné|sa nepodarilo) (?:doruč|odoslať)/,
  },
  {
    family: 'sl',
    fate: 'failed',
    vague: true,
    pattern: /sporočil[oa][^.]{0,120}(?:ni bilo mogoče|ni mogoče|ni bilo) (?:dostav|poslati)/,
  },
  {
    family: 'hr, sr, bs',
    fate: 'failed',
    vague: true,
    pattern: /poruk[aue][^.]{0,120}(?:nije mog(?:uće|la)(?: biti)?|nije bilo moguće|nije) (?:isporuč|dostav)/,
  },
  {
    family: 'sr, mk',
    fate: 'failed',
    vague: true,
    pattern:
      /(?:порук[ауе][^.]{0,120}(?:није могуће|није могла бити|није) (?:испоруч|достав))|(?:порака(?:та)?[^.]{0,120}не (?:може да се|беше|е) (?:испорач|достав))/,
  },
  {
    family: 'de',
    fate: 'failed',
    vague: true,
    pattern:
      /(?:nachricht|e-?mail|mail)[^.]{0,160}(?:konnte|kann) (?:leider )?nicht (?:\S{1,30} ){0,4}(?:zugestellt|übermittelt|ausgeliefert)/,
  },
  {
    family: 'ru',
    fate: 'failed',
    vague: true,
    pattern: /письмо не (?:может быть|было) доставлено|сообщение не (?:может быть |было )?доставлено/,
  },
  {
    family: 'fr, it, es, pl',
    fate: 'failed',
    vague: true,
    pattern:
      /message n'a pas (?:pu être|été) (?:remis|délivré|distribué)|messaggio non (?:può essere|è stato) (?:recapitato|consegnato)|mensaje no (?:se ha podido|pudo ser|se pudo) entrega|wiadomości? nie (?:mogła zostać|została|udało się) dostarcz/,
  },
  {
    family: 'ja',
    fate: 'failed',
    vague: true,
    pattern: /送信できませんでした|配信できませんでした|配送できませんでした/,
  },
];

/** What a text says has become of a mail. */
export type Fate = 'failed' | 'delayed' | 'delivered';

/** A phrase that a program writes about a mail it could not (yet) deliver. */
export interface BounceText {
  readonly family: string;
  readonly fate: Fate;
  /** Tested against text in lower case, blanks collapsed, apostrophes straight. */
  readonly pattern: RegExp;
  /** So distinctive that it needs no daemon as sender when the mail begins with it. */
  readonly alone?: true;
}

/** Local parts that only programs (or, for postmaster, seldom people) write from. */
export const DAEMON_LOCAL =
  /^(?:mailer[-_.]?daemon|mail-daemon|mdaemon|mail\.?delivery(?:[._-]?(?:system|subsystem))?|mailerdaemon|post_master|microsoftexchange[0-9a-f]{8,}|double-bounce|bounce-notification|mail-system)\b/i;
export const POSTMASTER_LOCAL =
  /^(?:po{1,2}st[-_]?master|mail-?admin(?:istrator)?|system[-_.]?administrator|symantec_antivirus.*|nondelivery.*)$/i;
export const DAEMON_NAME =
  /\b(?:mail(?:er)?[ _-]?daemon|mail deliver(?:y)? (?:sub)?system|mail delivery (?:service|agent)|internet mail delivery|email delivery system|mail administrator|system administrator|content[- ]filter at|interscan mss|microsoft (?:outlook|exchange)|postmaster)\b/i;

/** Subjects, from their start (a person's `Re:` in front makes it a person's mail). */
export const BOUNCE_SUBJECTS: readonly BounceText[] = [
  { family: 'Postfix', fate: 'delayed', pattern: /^delayed mail \(/ },
  { family: 'Postfix', fate: 'delivered', pattern: /^successful mail delivery report/ },
  {
    family: 'Postfix',
    fate: 'failed',
    pattern: /^(?:undelivered mail returned to sender|mail delivery status report|postmaster (?:copy|notify|warning))/,
  },
  { family: 'Sendmail', fate: 'delayed', pattern: /^warning(?:: |--)could not send (?:message|mail) for past/ },
  { family: 'Sendmail', fate: 'failed', pattern: /^(?:returned mail\b|return receipt: failed)/ },
  { family: 'Exim', fate: 'delayed', pattern: /^warning: message \S+ delayed|^(?:message|mail) (?:delivery )?delayed/ },
  {
    family: 'Exim',
    fate: 'failed',
    pattern: /^(?:\S+ )?mail delivery fail(?:ed|ure)\b|^mail failed, returning to sender/,
  },
  {
    family: 'DSN',
    fate: 'delayed',
    pattern:
      /^(?:mail )?delivery (?:status )?notification ?[(:] ?(?:delay|delayed|warning)\b|^delivery (?:delayed|is delayed|status notification \(delay\))/,
  },
  {
    family: 'DSN',
    fate: 'delivered',
    pattern:
      /^(?:delivery status notification ?\((?:success|relayed?|expanded)|delivered: |relayed: |message delivered)/,
  },
  {
    family: 'DSN',
    fate: 'failed',
    pattern:
      /^(?:mail )?delivery (?:status )?notification\b|^delivery (?:status|report)$|^notice: mail delivery status/,
  },
  { family: 'qmail', fate: 'failed', pattern: /^failure notice\b|^failed delivery$/ },
  { family: 'Domino', fate: 'failed', pattern: /^delivery fail(?:ure|ed)\b/ },
  { family: 'Domino', fate: 'delayed', pattern: /^delivery delayed\b/ },
  {
    family: 'Exchange',
    fate: 'delayed',
    pattern:
      /^(?:delayed|verzögert|opožděno|oneskorené|odgođeno|zakasnelo|retardé|retrasado|in ritardo|opóźnione|vertraagd) ?: /,
  },
  {
    family: 'Exchange',
    fate: 'failed',
    pattern:
      /^(?:undeliverable|unzustellbar|nedoručitelné|nedoručiteľné|nedoručené|nije moguće isporučiti|nije moguće isporučivanje|neisporučivo|nije isporučeno|ni mogoče dostaviti|nedostavljivo|nedostavljeno|неиспоручиво|није испоручено|није могуће испоручити|не може да се испорача|неиспорачливо|non remis|non recapitabile|no se puede entregar|no entregado|não é possível entregar|não entregue|onbestelbaar|niedostarczone|nie można dostarczyć|kézbesíthetetlen|nelivrabil|недоставимо|не удается доставить|недоставлено|teslim edilemiyor|går inte att leverera|olevererbart|kan ikke leveres|ikke leveret|toimitus epäonnistui|ei voida toimittaa|配信不能|配信できません|未送达|无法送达|未傳遞的主旨) ?(?::|：)/,
  },
  {
    family: 'provider',
    fate: 'failed',
    pattern:
      /^(?:undeliver(?:able|ed) (?:mail|message|e-?mail)\b|undeliverable\b|(?:mail|message|e-?mail) (?:could not|was not|cannot|can not|not) (?:be )?deliver|message delivery (?:has failed|failure)|sorry, your message could not|(?:mail|message) system error|there was an error sending your mail|non[- ]?delivery (?:report|notification|notice)|nondeliverable mail|your message (?:could|was|did|has) not|message you sent blocked|message not delivered|unable to deliver|rejected mail|mail (?:rejected|returned|undeliverable)|mail could not be delivered|error sending|delivery problems?)/,
  },
  { family: 'Barracuda', fate: 'failed', pattern: /^\*\*message you sent blocked/ },
  {
    family: 'Seznam',
    fate: 'failed',
    pattern:
      /^(?:nedoruč(?:itelná|ená|itelný|ený) (?:zpráva|e-?mail)|vaše zpráva (?:nebyla|nemohla)|zpráva (?:nebyla|nemohla) (?:být )?doručena|vrácená (?:zpráva|pošta))/,
  },
  {
    family: 'provider sk',
    fate: 'failed',
    pattern: /^(?:nedoruč(?:iteľná|ená) (?:správa|pošta)|správ[ua] (?:nebola|nebolo|sa nepodarilo))/,
  },
  {
    family: 'provider sl',
    fate: 'failed',
    pattern:
      /^(?:nedostavljen[oa] (?:sporočilo|pošta)|sporočila? ni (?:bilo )?mogoče dostaviti|vrnjen[oa] (?:pošta|sporočilo))/,
  },
  {
    family: 'provider hr',
    fate: 'failed',
    pattern:
      /^(?:neisporučen[aoe] (?:poruka|pošta|mail)|poruk[au] nije (?:isporučena|moguće isporučiti)|vraćena (?:poruka|pošta))/,
  },
  {
    family: 'provider sr',
    fate: 'failed',
    pattern: /^(?:неиспоручена (?:порука|пошта)|порук[ау] није (?:испоручена|могуће испоручити))/,
  },
  { family: 'provider mk', fate: 'failed', pattern: /^(?:неиспорачана (?:порака|пошта)|пораката не (?:е|беше|може))/ },
  {
    family: 'provider de',
    fate: 'failed',
    pattern:
      /^(?:unzustellbare (?:nachricht|mail|e-mail)|(?:ihre )?(?:nachricht|e-?mail|mail) konnte nicht zugestellt|zustellung (?:fehlgeschlagen|nicht möglich)|fehler bei der (?:zustellung|nachrichtenzustellung)|benachrichtigung (?:zum|über den) (?:zustellungs|übermittlungs)status)/,
  },
  {
    family: 'provider ru',
    fate: 'failed',
    pattern: /^(?:недоставленное сообщение|ваше сообщение не доставлено|сообщение не доставлено)/,
  },
  {
    family: 'provider pl',
    fate: 'failed',
    pattern: /^(?:niedostarczona (?:wiadomość|poczta)|wiadomość nie (?:została )?dostarczona|nie dostarczono)/,
  },
  {
    family: 'provider fr, it, es, pt',
    fate: 'failed',
    pattern:
      /^(?:(?:échec|echec) de (?:la )?(?:remise|livraison|distribution)|message non (?:délivré|distribué|remis)|mancata consegna|messaggio non (?:recapitato|consegnato)|avviso di mancato recapito|(?:error|fallo) (?:en|de) (?:la )?entrega|mensaje no entregado|falha na entrega|mensagem não entregue|notificação de (?:não entrega|falha))/,
  },
  {
    family: 'provider ja',
    fate: 'failed',
    pattern: /^(?:メッセージを配信できません|メールを配信できません|配信不能|配送エラー|送信エラー)/,
  },
];

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
    pattern:
      /(?:zpráv[au]|e-?mail)[^.]{0,120}(?:nemohl[ao]? být|nebyl[ao]?|nelze|nebylo možné|se nepodařilo) (?:doruč|dodat|odeslat)/,
  },
  {
    family: 'sk',
    fate: 'failed',
    pattern:
      /(?:správ[au]|e-?mail)[^.]{0,120}(?:nemohl[ao]? byť|nebol[ao]?|nie je možné|nebolo možné|sa nepodarilo) (?:doruč|odoslať)/,
  },
  {
    family: 'sl',
    fate: 'failed',
    pattern: /sporočil[oa][^.]{0,120}(?:ni bilo mogoče|ni mogoče|ni bilo) (?:dostav|poslati)/,
  },
  {
    family: 'hr, sr, bs',
    fate: 'failed',
    pattern: /poruk[aue][^.]{0,120}(?:nije mog(?:uće|la)(?: biti)?|nije bilo moguće|nije) (?:isporuč|dostav)/,
  },
  {
    family: 'sr, mk',
    fate: 'failed',
    pattern:
      /(?:порук[ауе][^.]{0,120}(?:није могуће|није могла бити|није) (?:испоруч|достав))|(?:порака(?:та)?[^.]{0,120}не (?:може да се|беше|е) (?:испорач|достав))/,
  },
  {
    family: 'de',
    fate: 'failed',
    pattern:
      /(?:nachricht|e-?mail|mail)[^.]{0,160}(?:konnte|kann) (?:leider )?nicht (?:\S{1,30} ){0,4}(?:zugestellt|übermittelt|ausgeliefert)/,
  },
  {
    family: 'ru',
    fate: 'failed',
    pattern: /письмо не (?:может быть|было) доставлено|сообщение не (?:может быть |было )?доставлено/,
  },
  {
    family: 'fr, it, es, pl',
    fate: 'failed',
    pattern:
      /message n'a pas (?:pu être|été) (?:remis|délivré|distribué)|messaggio non (?:può essere|è stato) (?:recapitato|consegnato)|mensaje no (?:se ha podido|pudo ser|se pudo) entrega|wiadomości? nie (?:mogła zostać|została|udało się) dostarcz/,
  },
  { family: 'ja', fate: 'failed', pattern: /送信できませんでした|配信できませんでした|配送できませんでした/ },
];

/** Below such a line comes the mail that bounced. */
export const ORIGINAL_STARTS =
  /^[ \t]*(?:-{2,} ?(?:below this line is a copy|enclosed is a copy|this is a copy of|this is the original|the header of the original|original message|unsent message|returned message|non-delivered information -{3,} ?$|message header)|-{3,}\s?original m|-{3,} ?(?:begin )?original|\|?-{3,} message text follows|original message (?:follows|headers)|message headers follow|included is a copy of the message|below is a copy of the original|the original message follows|původní zpráva|-{3,} ?(?:kopie|kopia))/i;

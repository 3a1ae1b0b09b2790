import type { BounceText } from './bounce-texts.ts';

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

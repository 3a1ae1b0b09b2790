/** What writers say in the languages of the fixtures; `quoted` is what they answer. */
export const SAID: Readonly<Record<string, { readonly reply: readonly string[]; readonly quoted: readonly string[] }>> =
  {
    en: {
      reply: ['Thank you, it works again.', '', 'Regards,', 'Ann'],
      quoted: ['Please restart the router.', '', 'Support'],
    },
    cs: {
      reply: ['Děkuji, už to zase běží.', '', 'S pozdravem', 'Jana'],
      quoted: ['Restartujte prosím router.', '', 'Podpora'],
    },
    sk: {
      reply: ['Ďakujem, už to znova funguje.', '', 'S pozdravom', 'Zuzana'],
      quoted: ['Reštartujte, prosím, router.', '', 'Podpora'],
    },
    sl: {
      reply: ['Hvala, zdaj spet deluje.', '', 'Lep pozdrav', 'Špela'],
      quoted: ['Prosimo, ponovno zaženite usmerjevalnik.', '', 'Podpora'],
    },
    hr: {
      reply: ['Hvala, opet radi.', '', 'Lijep pozdrav', 'Željka'],
      quoted: ['Molimo ponovno pokrenite usmjernik.', '', 'Podrška'],
    },
    bs: {
      reply: ['Hvala, opet radi.', '', 'Pozdrav', 'Đenana'],
      quoted: ['Molimo ponovo pokrenite ruter.', '', 'Podrška'],
    },
    sr: {
      reply: ['Hvala, opet radi.', '', 'Pozdrav', 'Đorđe'],
      quoted: ['Molimo ponovo pokrenite ruter.', '', 'Podrška'],
    },
    srCyrl: {
      reply: ['Хвала, опет ради.', '', 'Поздрав', 'Ђорђе'],
      quoted: ['Молимо поново покрените рутер.', '', 'Подршка'],
    },
    mk: {
      reply: ['Благодарам, повторно работи.', '', 'Поздрав', 'Ѓорѓи'],
      quoted: ['Ве молиме рестартирајте го рутерот.', '', 'Поддршка'],
    },
    de: {
      reply: ['Danke, es läuft wieder.', '', 'Viele Grüße', 'Jürgen'],
      quoted: ['Bitte starten Sie den Router neu.', '', 'Support'],
    },
    fr: {
      reply: ['Merci, cela remarche.', '', 'Cordialement', 'Zoé'],
      quoted: ['Veuillez redémarrer le routeur.', '', 'Assistance'],
    },
    es: {
      reply: ['Gracias, ya funciona.', '', 'Un saludo', 'Íñigo'],
      quoted: ['Reinicie el enrutador, por favor.', '', 'Soporte'],
    },
    it: {
      reply: ['Grazie, ora funziona.', '', 'Cordiali saluti', 'Niccolò'],
      quoted: ['Riavviate il router, per favore.', '', 'Assistenza'],
    },
    nl: {
      reply: ['Bedankt, het werkt weer.', '', 'Groeten', 'Anneke'],
      quoted: ['Start de router opnieuw op.', '', 'Helpdesk'],
    },
    pl: {
      reply: ['Dziękuję, znowu działa.', '', 'Pozdrawiam', 'Łucja'],
      quoted: ['Proszę ponownie uruchomić router.', '', 'Pomoc'],
    },
    pt: {
      reply: ['Obrigado, já funciona.', '', 'Cumprimentos', 'João'],
      quoted: ['Reinicie o router, por favor.', '', 'Suporte'],
    },
    da: {
      reply: ['Tak, det virker igen.', '', 'Venlig hilsen', 'Søren'],
      quoted: ['Genstart venligst routeren.', '', 'Support'],
    },
    nb: {
      reply: ['Takk, det virker igjen.', '', 'Hilsen', 'Åse'],
      quoted: ['Start ruteren på nytt.', '', 'Brukerstøtte'],
    },
    sv: { reply: ['Tack, det fungerar igen.', '', 'Hälsningar', 'Åsa'], quoted: ['Starta om routern.', '', 'Support'] },
    fi: {
      reply: ['Kiitos, se toimii taas.', '', 'Terveisin', 'Päivi'],
      quoted: ['Käynnistä reititin uudelleen.', '', 'Tuki'],
    },
    ru: {
      reply: ['Спасибо, снова работает.', '', 'С уважением', 'Анна'],
      quoted: ['Перезагрузите роутер, пожалуйста.', '', 'Поддержка'],
    },
    uk: {
      reply: ['Дякую, знову працює.', '', 'З повагою', 'Їжак'],
      quoted: ['Перезавантажте роутер, будь ласка.', '', 'Підтримка'],
    },
    hu: {
      reply: ['Köszönöm, újra működik.', '', 'Üdvözlettel', 'Ödön'],
      quoted: ['Kérjük, indítsa újra az útválasztót.', '', 'Segítség'],
    },
    zh: { reply: ['谢谢，又可以用了。', '', '小明'], quoted: ['请重启路由器。', '', '技术支持'] },
    ja: {
      reply: ['ありがとうございます。直りました。', '', '花子'],
      quoted: ['ルーターを再起動してください。', '', 'サポート'],
    },
    ko: { reply: ['감사합니다. 다시 됩니다.', '', '영희'], quoted: ['라우터를 다시 시작해 주세요.', '', '지원팀'] },
  };

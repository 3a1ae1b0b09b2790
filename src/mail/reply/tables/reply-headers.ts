/**
 * The line with which a client introduces what it quotes, by locale and client: `{when}` stands for a date (in any
 * order), `{who}` for a name, an address or both, `[a|b]` for the word that says "wrote". Letter case does not matter.
 * The recogniser learns its words from these forms and accepts unseen arrangements of them.
 */
export interface ReplyHeaderForm {
  readonly locale: string;
  readonly client: string;
  readonly form: string;
}

function forms(locale: string, byClient: Readonly<Record<string, readonly string[]>>): readonly ReplyHeaderForm[] {
  return Object.entries(byClient).flatMap(([client, list]) => list.map((form) => ({ locale, client, form })));
}

export const REPLY_HEADERS: readonly ReplyHeaderForm[] = [
  ...forms('en', {
    gmail: ['On {when} at {when}, {who} [wrote]:', 'On {when} {who} [wrote]:'],
    'apple-mail': ['On {when}, at {when}, {who} [wrote]:'],
    thunderbird: ['On {when}, {who} [wrote]:', '{who} [wrote]:', '{who} [wrote] on {when}:'],
    'outlook-mac': ['On {when}, "{who}" [wrote]:'],
    zoho: ['---- On {when} {who} [wrote] ----'],
    proton: ['On {when}, {who} [wrote]:', 'On {when} {who} [wrote]:'],
    'k-9': ['{who} [wrote]:'],
    other: ['On {when}, {who} [sent|writes|said|replied]:', 'At {when}, {who} [wrote]:', '{when} from {who}:'],
  }),
  ...forms('cs', {
    gmail: ['{when} v {when} odesílatel {who} [napsal|napsala|napsal(a)]:', '{when} v {when}, {who} [napsal|napsala]:'],
    'apple-mail': ['{when} v {when}, {who} [napsal|napsala]:', 'Dne {when} v {when}, {who} [napsal(a)]:'],
    thunderbird: ['Dne {when} v {when} {who} [napsal(a)|napsal/a]:', '{who} [napsal(a)] dne {when}:'],
    roundcube: ['Dne {when} {who} [napsal]:', 'Dne {when}, {who} [napsal/a]:'],
    'k-9': ['Dne {when} {who} [napsal/a|píše]:'],
    seznam: ['{who} [napsal] dne {when}:'],
    zimbra: ['Dne {when} uživatel {who} [napsal]:'],
    yahoo: ['Dne {when}, {who} [napsal]:', 'V {when}, {who} [napsal(a)]:'],
    proton: ['Dne {when}, {who} [napsal(a)]:', 'V {when}, {who} [napsal]:'],
    samsung: ['{who} [napsal]:'],
  }),
  ...forms('sk', {
    gmail: ['{when} o {when} {who} [napísal(a)|napísal|napísala]:', '{when} o {when} používateľ {who} [napísal]:'],
    'apple-mail': ['Dňa {when}, o {when}, {who} [napísal|napísala]:', '{when} o {when}, používateľ {who} [napísal]:'],
    thunderbird: ['Dňa {when} o {when} {who} [napísal(a)|napísal/a]:', 'Dňa {when} {who} [napísal(a)]:'],
    roundcube: ['Dňa {when} {who} [napísal(a)]:', 'Dňa {when} {who} [píše]:'],
    'k-9': ['Dňa {when} používateľ {who} [napísal]:'],
    yahoo: ['V {when}, {who} [napísal(a)]:', 'Dňa {when}, {who} [napísal(a)]:'],
    zimbra: ['Dňa {when} {who} [napísal]:'],
  }),
  ...forms('sl', {
    gmail: [
      'V V {when} ob {when} je oseba {who} [napisala]:',
      'V {when} ob {when} je {who} [napisal/a|napisal|napisala]:',
    ],
    'apple-mail': [
      'Dne {when} ob {when} je {who} [napisal|napisala|napisal/a]:',
      '{who} je {when} ob {when} [napisal|napisal(a)]:',
    ],
    thunderbird: [
      'Dne {when} ob {when} je {who} [napisal/a|napisal(a)]:',
      '{when}, {who} je [napisal]:',
      '{who} je [napisal/-a|napisal(-a)]:',
    ],
    roundcube: ['Dne {when} je {who} [napisal]:', 'Oseba {who} je dne {when} [zapisala|napisala]:'],
    'k-9': ['Dne {when} je {who} [napisal/-a]:', 'Uporabnik {who} je [napisal]:', '{who} je {when} [zapisal|pisal]:'],
    yahoo: ['{when} je {who} [napisal(a)]:'],
  }),
  ...forms('hr', {
    gmail: ['{when} u {when} {who} [napisao je|napisala je]:', 'Dana {when} {who} [napisao/la je]:'],
    'apple-mail': [
      '{who} je {when} u {when} [napisao|napisao/la|napisala]:',
      'Dana {when} u {when}, {who} [je napisao/la]:',
    ],
    thunderbird: [
      'Dana {when} u {when}, {who} je [napisao/la|napisao(la)]:',
      '{who} je [napisao/la|napisao]:',
      'Na dan {when} {who} je [napisao]:',
    ],
    roundcube: ['Dana {when} {who} je [napisao|napisao/la]:'],
    'k-9': ['{when} {who} je [napisao|napisao/la]:', 'Na {when}, {who} je [napisao/la]:'],
    yahoo: ['U {when}, {who} je [napisao/la|napisao(la)]:'],
  }),
  ...forms('bs', {
    gmail: ['{when} u {when} {who} je [napisao/la|napisao|napisala]:'],
    thunderbird: ['Dana {when} u {when}, {who} je [napisao/la]:', 'Dana {when}, korisnik {who} je [napisao/la]:'],
    yahoo: ['U {when}, {who} je [napisao/la]:'],
  }),
  ...forms('sr-Latn', {
    gmail: ['{when} u {when} {who} je [napisao/la|napisao|napisala]:', 'Dana {when} {who} je [napisao/la]:'],
    'apple-mail': [
      'Dana {when}, u {when}, {who} je [napisao/la|napisao|napisala]:',
      '{when} u {when}, {who} [piše|napisa]:',
    ],
    thunderbird: [
      'Dana {when} u {when}, {who} je [napisao/la|napisao(la)]:',
      '{who} je [napisao/la]:',
      'Na dan {when}, {who} je [napisao/la|rekao/la]:',
    ],
    roundcube: ['Dana {when} {who} je [napisao|napisao/la]:', '{who} [piše] {when}:'],
    'k-9': ['Dana {when} {who} je [napisao|napisala|napisao/la]:'],
    yahoo: ['U {when}, {who} je [napisao/la]:'],
  }),
  ...forms('sr-Cyrl', {
    gmail: ['{when} у {when} {who} је [написао/ла|написао|написала]:', 'Дана {when} {who} је [написао/ла]:'],
    'apple-mail': [
      'Дана {when}, у {when}, {who} је [написао/ла|написао|написала]:',
      '{when} у {when}, {who} [пише|написа]:',
    ],
    thunderbird: [
      'Дана {when} у {when}, {who} је [написао/ла|написао(ла)]:',
      'На дан {when}, {who} је [написао/ла|рекао/ла]:',
      '{who} је [написао/ла]:',
    ],
    roundcube: ['Дана {when} {who} је [написао|написао/ла]:', '{who} [пише] {when}:'],
    'k-9': ['Дана {when} {who} је [написао|написала]:', 'Корисник {who} је [написао]:'],
    yahoo: ['У {when}, {who} је [написао/ла]:'],
  }),
  ...forms('mk', {
    gmail: ['На {when} во {when} {who} [напиша]:', '{when} во {when} {who} [напиша]:'],
    'apple-mail': [
      'На {when}, во {when}, {who} [напиша|напишал|напишала]:',
      'На {when} г., во {when}, {who} [напиша]:',
    ],
    thunderbird: [
      'На {when} во {when}, {who} [напиша]:',
      '{who} [напиша|напишал/а|напишал(а)]:',
      'На ден {when}, {who} [напиша|рече]:',
    ],
    roundcube: ['На {when}, {who} [напиша]:'],
    yahoo: ['На {when}, {who} [напиша]:', 'Во {when}, {who} [напиша|пишува]:'],
  }),
  ...forms('bg', {
    gmail: ['На {when} в {when} {who} [написа]:', 'На {when} г. в {when} ч., {who} [написа]:'],
    thunderbird: ['На {when} в {when}, {who} [написа|пише]:'],
  }),
  ...forms('de', {
    gmail: ['Am {when} um {when} Uhr [schrieb] {who}:', 'Am {when} [schrieb] {who}:'],
    'apple-mail': [
      'Am {when} um {when} [schrieb] {who}:',
      'Am {when} [schrieb] {who}:',
      'Am {when}, um {when} Uhr, [schrieb] {who}:',
    ],
    thunderbird: ['Am {when} um {when} [schrieb] {who}:', '{who} [schrieb] am {when}:', '{who} [schrieb]:'],
    gmx: ['Am {when}, {who} [schrieb|hat geschrieben|hat folgendes geschrieben|meinte]:'],
    yahoo: ['{who} [schrieb] am {when}:'],
  }),
  ...forms('fr', {
    gmail: ['Le {when} à {when}, {who} [a écrit|a ecrit]:'],
    'apple-mail': ['Le {when} à {when}, {who} [a écrit]:'],
    thunderbird: ['Le {when} à {when}, {who} [a écrit]:', '{who} [a écrit] le {when}:'],
    zimbra: ['- Le {when}, {who} [a écrit|écrivait|écrit]:'],
  }),
  ...forms('es', {
    gmail: ['El {when} a las {when}, {who} [escribió|escribio]:', 'El {when}, {who} [escribió]:'],
    'apple-mail': ['El {when}, a las {when}, {who} [escribió]:', 'El {when} a la(s) {when}, {who} [escribió]:'],
    thunderbird: ['El {when} a las {when}, {who} [escribió|ha escrito]:', 'En {when}, {who} [escribió]:'],
  }),
  ...forms('ca', {
    gmail: ['El dia {when}, {who} va [escriure]:'],
    thunderbird: ['El {when} a les {when}, {who} [ha escrit|va escriure]:'],
  }),
  ...forms('pt', {
    gmail: [
      'Em {when} às {when}, {who} [escreveu]:',
      'A {when}, {who} [escreveu]:',
      '{who} [escreveu] no dia {when} às {when}:',
    ],
    'apple-mail': ['Em {when}, à(s) {when}, {who} [escreveu]:', 'No dia {when}, às {when}, {who} [escreveu]:'],
    thunderbird: ['Em {when}, {who} [escreveu]:', 'Às {when} de {when}, {who} [escreveu]:'],
  }),
  ...forms('it', {
    gmail: ['Il giorno {when} alle ore {when} {who} [ha scritto]:', 'Il {when}, {who} [ha scritto]:'],
    'apple-mail': ['Il giorno {when}, alle ore {when}, {who} [ha scritto]:'],
    thunderbird: ['Il {when}, {who} [ha scritto|scrive]:', 'On {when}, {who} [ha scritto]:'],
    bluemail: ['In data {when} {who} [ha scritto]:'],
  }),
  ...forms('nl', {
    gmail: ['Op {when} om {when} [schreef] {who}:', 'Op {when} {who} [schreef]:'],
    'apple-mail': [
      'Op {when}, om {when} heeft {who} het volgende [geschreven]:',
      'Op {when} om {when} heeft {who} het volgende [geschreven]:',
    ],
    thunderbird: ['Op {when} om {when} [schreef] {who}:', '{who} [schreef] op {when}:'],
  }),
  ...forms('pl', {
    gmail: ['{when} o {when} {who} [napisał(a)|napisał|napisała]:', 'W dniu {when} użytkownik {who} [napisał]:'],
    'apple-mail': [
      'Wiadomość [napisana] przez {who} w dniu {when}, o godz. {when}:',
      'W dniu {when} o {when}, {who} [pisze]:',
    ],
    thunderbird: ['W dniu {when} o {when}, {who} [pisze|napisał(a)]:'],
    onet: ['Dnia {when} {who} [napisał(a)]:'],
  }),
  ...forms('da', {
    gmail: ['Den {when} kl. {when} [skrev] {who}:', '{when} kl. {when} [skrev] {who}:'],
    'apple-mail': ['Den {when} kl. {when} [skrev] {who}:'],
    thunderbird: ['Den {when} [skrev] {who}:', '{who} [skrev] den {when}:', 'D. {when} kl. {when} [skrev] {who}:'],
  }),
  ...forms('nb', {
    gmail: ['{when} kl. {when} [skrev] {who}:', 'Den {when} [skrev] {who}:', 'På {when} kl. {when}, {who} [skrev]:'],
    'apple-mail': ['{when} kl. {when} [skrev] {who}:', 'Den {when} [skrev] {who} følgende:'],
  }),
  ...forms('sv', {
    gmail: ['Den {when} kl {when} [skrev] {who}:', 'Den {when} {who} [skrev]:'],
    'apple-mail': ['{when} kl. {when} [skrev] {who}:', 'Den {when}, {who} [skrev]:'],
    thunderbird: ['Den {when} klockan {when}, [skrev] {who}:', 'On {when}, {who} [skrev]:'],
  }),
  ...forms('fi', {
    gmail: ['{when} klo {when} {who} [kirjoitti|kirjoitti näin]:'],
    'apple-mail': ['{who} [kirjoitti] {when} kello {when}:'],
    thunderbird: ['{who} [kirjoitti] {when}:'],
  }),
  ...forms('et', {
    gmail: ['Kuupäev {when} kell {when} [kirjutas] {who}:', 'Kasutaja {who} [kirjutas] kuupäeval {when}:'],
  }),
  ...forms('lv', {
    gmail: ['{when} plkst. {when} lietotājs {who} [rakstīja]:'],
    thunderbird: ['{when} {who} [rakstīja]:'],
  }),
  ...forms('lt', { gmail: ['{when}, {who} [rašė|parašė]:'] }),
  ...forms('hu', {
    gmail: ['{who} [ezt írta] (időpont: {when}):', '{when}-kor {who} [ezt írta|írta]:'],
    thunderbird: ['{when} keltezéssel, {who} [írta]:', '{who} [ezt írta] ({when}):'],
  }),
  ...forms('ro', {
    gmail: ['În {when} la {when}, {who} [a scris]:', 'Pe {when}, {who} [a scris]:'],
    thunderbird: ['În data de {when}, {who} [a scris]:', 'La {when}, {who} [a scris]:'],
  }),
  ...forms('tr', {
    gmail: ['{who}, {when} tarihinde [şunu yazdı|sunu yazdi]:'],
    'apple-mail': ['{who} ({when}) [şunları yazdı|yazdı]:'],
  }),
  ...forms('el', {
    gmail: ['Στις {when} ο χρήστης {who} [έγραψε]:'],
    thunderbird: ['Στις {when}, ο/η {who} [έγραψε]:'],
  }),
  ...forms('ru', {
    gmail: ['{when} в {when}, {who}:', '{when} пользователь {who} [написал|написала]:'],
    'apple-mail': ['{when}, в {when}, {who} [написал(а)|написал|написала]:'],
    thunderbird: ['{when} {who} [пишет|написал]:'],
    'mail.ru': ['{when} от {who}:', '{who} [писал|писала] {when}:'],
    yandex: ['{when}, "{who}":'],
  }),
  ...forms('uk', {
    gmail: ['{when} о {when} {who} [пише|написав|написала]:'],
    'apple-mail': ['{when} о {when} {who} [написав(ла)|написав]:'],
  }),
  ...forms('vi', {
    gmail: ['Vào {when} lúc {when} {who} [đã viết]:'],
    thunderbird: ['Vào {when}, {who} [viết|đã viết]:'],
  }),
  ...forms('id', { gmail: ['Pada {when} pukul {when} {who} [menulis]:'] }),
  ...forms('he', { gmail: ['בתאריך {when} ב-{when} מאת {who}:', 'ב-{when}, {who} [כתב|כתבה|כתב/ה]:'] }),
  ...forms('ar', { gmail: ['في {when} {who} [كتب|كتبت|جاء]:'] }),
  ...forms('zh', {
    gmail: ['{who} 于{when}[写道]：', '{who} 於 {when} [寫道]：'],
    'apple-mail': ['在 {when}，{who} [写道|寫道]：', '{who} 於 {when} [寫道]：'],
    foxmail: ['{when}，{who} [写道|撰写]：'],
  }),
  ...forms('ja', {
    gmail: ['{when} {who}:'],
    'apple-mail': ['{when}、{who}[のメール|のメッセージ|が書きました|は書きました|より]：'],
  }),
  ...forms('ko', { gmail: ['{when}, {who}님이 [작성]:'], 'apple-mail': ['{when} {who} [작성|wrote]:'] }),
  ...forms('any', {
    horde: [
      '[Quoting|Citing] {who}:',
      '[Citát|Citace|Cituji|Citování] {who}:',
      '[Zitat] von {who}:',
      '[Citiranje|Citiram|Navod] {who}:',
      '[Цитирање|Цитат] {who}:',
      '[Cytowanie] {who}:',
      '[Citando] {who}:',
      '[Mensaje citado] por {who}:',
    ],
  }),
];

/** Words that may stand between date and name in any of the languages above and are in no form. */
export const SMALL_WORDS: readonly string[] = (
  'am pm a.m. p.m. gmt utc est edt cst cdt pst pdt cet cest msk at from via and y e i a de du da do dos das di del della der den des van von und la le el bin al ' +
  'г г. год ч ч. час чч. god h hod hod. ure uri uhr st nd rd th kl kl. klo kello klockan ob o u v ve във во у в на at om um alle ore las les à às orë you vous ' +
  'sie du ti ty vy vi ви ты вы on je је jest pan pani the p.o. mailto пл ден дня dia día дана ob. per dr mr mrs ing mgr bc dipl prof'
).split(' ');

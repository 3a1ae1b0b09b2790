import { random } from './mutate-mail.ts';

/** Syllables of Czech, Serbian, Slovene, Macedonian and English words. */
const SYLLABLES: readonly (readonly string[])[] = [
  'po mo žá dos tí ra ču na ně sle hla še ní ob chod ři vě ko mu dva krá tel ský při po jit zku sit ů va'.split(' '),
  'za hte va po ša lji te mo že ra čun ni je pri sti gla ve za ku pa ca do bro ju tro če ka mo lim vas đe'.split(' '),
  'spo ro či lo ra ču nal nik de la pro si mo od go vor na ro či lo ka te ri ni iz pis da nes jut ri že'.split(' '),
  'по ра ка не ра бо ти ве ќе два де на мо лам про ве ре те при кл уч смет ка ис пра те ут ре но на'.split(' '),
  'ser ver in voice can not re port cus tom er since ti cket ac count pass word print er lo gin is sue re ply to'.split(
    ' ',
  ),
];

/** A small vocabulary would flatter the full-text index. */
const VOCABULARY_SIZE = 24_000;

/** Words of five languages, the same in every run. */
export const VOCABULARY: readonly string[] = makeVocabulary();

function makeVocabulary(): readonly string[] {
  const next = random(7);
  const words = new Set<string>();
  while (words.size < VOCABULARY_SIZE) {
    const syllables = SYLLABLES[words.size % SYLLABLES.length] ?? [];
    let word = '';
    for (let count = 1 + Math.floor(next() * 4); count > 0; count--)
      word += syllables[Math.floor(next() * syllables.length)] ?? '';
    words.add(word);
  }
  return [...words];
}

type Shapes = Readonly<Record<string, (writer: Writer, at: number) => string>>;

/** The mails of the whole bench: what clients send who have never written. */
export const NEW_MAILS = {
  '2 KB plain': (writer: Writer, at: number) => newMail(writer, at),
  '20 KB HTML and text': (writer: Writer, at: number) => htmlMail(writer, at, false),
  '100 KB attachment': (writer: Writer, at: number) => attachmentMail(writer, at, 100 * 1024),
  '10 MB attachment': (writer: Writer, at: number) => attachmentMail(writer, at, 10 * 1024 * 1024),
} as const satisfies Shapes;

/** A mail as large as servers let pass, for what must go on beside it. */
const LARGE_MAIL = { '50 MB mail': (writer: Writer, at: number) => attachmentMail(writer, at, 36 * 1024 * 1024) };
const ALL_MAILS = { ...NEW_MAILS, ...LARGE_MAIL };

/** So many of one shape, the same in every run; `from` sets runs apart, so that no mail is a copy of another's. */
export function newMails(shape: keyof typeof ALL_MAILS, count: number, from: number): readonly Buffer[] {
  return Array.from({ length: count }, (_, nth) =>
    Buffer.from(ALL_MAILS[shape](new Writer(from + nth + 1), from + nth), 'utf8'),
  );
}

/** What one mail of the bench is: its name says its size and shape. */
export interface BenchCorpus {
  readonly name: string;
  readonly mails: readonly Buffer[];
}

/** The mails that a desk gets all day, `count` of each shape, the same in every run and no two alike. */
export function ordinaryMails(count: number): readonly BenchCorpus[] {
  const each = (make: (writer: Writer, at: number) => string): readonly Buffer[] =>
    Array.from({ length: count }, (_, at) => Buffer.from(make(new Writer(at + 1), at), 'utf8'));
  return [
    { name: '2 KB plain, new', mails: each(newMail) },
    { name: '2 KB plain, reply', mails: each(plainReply) },
    { name: '20 KB HTML and text, reply', mails: each(htmlReply) },
    { name: '2 KB plain, staff reply', mails: each(staffReply) },
  ];
}

class Writer {
  readonly #next: () => number;

  constructor(seed: number) {
    this.#next = random(seed * 7919);
  }

  below(limit: number): number {
    return Math.floor(this.#next() * limit);
  }

  word(): string {
    return VOCABULARY[this.below(VOCABULARY.length)] ?? '';
  }

  name(): string {
    return `${capital(this.word())} ${capital(this.word())}`;
  }

  sentence(): string {
    const words = Array.from({ length: 5 + this.below(9) }, () => this.word());
    if (this.below(4) === 0) words.splice(3, 0, `${1 + this.below(28)}. ${1 + this.below(12)}.`);
    if (this.below(5) === 0) words.splice(2, 1, `${words[2] ?? ''},`);
    return `${capital(words.join(' '))}${this.below(6) === 0 ? '?' : '.'}`;
  }

  paragraph(sentences: number): string {
    return Array.from({ length: sentences }, () => this.sentence()).join(' ');
  }

  /** Paragraphs wrapped at 72 columns, of about `length` units. */
  text(length: number): string {
    const paragraphs: string[] = [];
    for (let made = 0; made < length; ) {
      const paragraph = wrapped(this.paragraph(2 + this.below(3)));
      made += paragraph.length + 2;
      paragraphs.push(paragraph);
    }
    return paragraphs.join('\n\n');
  }
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function wrapped(text: string): string {
  return text.replace(/(.{40,72}) /g, '$1\n');
}

function quoted(text: string): string {
  return text.replace(/^/gm, '> ');
}

function head(writer: Writer, at: number, reply: boolean, type: string, from?: string): string {
  return [
    'Return-Path: <client@example.net>',
    `Received: from mx${at % 7}.example.net (mx.example.net [192.0.2.${at % 200}]) by mail.example.com with ESMTPS id ${at}; Tue, 5 Mar 2024 10:${10 + (at % 50)}:07 +0100`,
    `From: ${from ?? `"${writer.name()}" <client${at}@example.net>`}`,
    'To: Desk <desk@example.com>',
    `Subject: ${reply ? `Re: [EB-${1000 + at}] ` : ''}${writer.word()} ${writer.word()} ${writer.word()}`,
    `Date: Tue, 5 Mar 2024 10:${10 + (at % 50)}:00 +0100`,
    `Message-ID: <m${at}.${writer.below(1e9)}@example.net>`,
    ...(reply
      ? [`In-Reply-To: <out${at}@example.com>`, `References: <a${at}@example.net> <out${at}@example.com>`]
      : []),
    'MIME-Version: 1.0',
    'User-Agent: Mozilla Thunderbird',
    `Content-Type: ${type}`,
    'Content-Transfer-Encoding: 8bit',
    '',
    '',
  ].join('\r\n');
}

const PLAIN = 'text/plain; charset=utf-8';

function mailOf(head: string, body: string): string {
  return head + body.replace(/\n/g, '\r\n');
}

function newMail(writer: Writer, at: number): string {
  const body = `Dobrý den,\n\n${writer.text(1_000)}\n\n-- \n${writer.name()}\n+420 ${writer.below(1e9)}\nhttps://example.net/\n`;
  return mailOf(head(writer, at, false, PLAIN), body);
}

/** A few words and a file whose bytes no two mails share. */
function attachmentMail(writer: Writer, at: number, bytes: number): string {
  const line = Array.from({ length: 76 }, () => BASE64[writer.below(BASE64.length)]).join('');
  const lines = Math.ceil((bytes * 4) / 3 / 76);
  const own = `${String(at).padStart(76, 'A')}\r\n`;
  const body = wrapped(writer.text(400)).replace(/\n/g, '\r\n');
  return (
    `${head(writer, at, false, 'multipart/mixed; boundary=b2')}--b2\r\nContent-Type: ${PLAIN}\r\n\r\n${body}\r\n` +
    `--b2\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="report-${at}.bin"\r\nContent-Transfer-Encoding: base64\r\n\r\n` +
    `${own}${`${line}\r\n`.repeat(lines - 1)}--b2--\r\n`
  );
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function plainReply(writer: Writer, at: number): string {
  const intro = [
    `On Tue, Mar 5, 2024 at 10:12 AM ${writer.name()} <desk@example.com> wrote:`,
    `Dne 5. 3. 2024 v 10:12 ${writer.name()} napsal(a):`,
    `${writer.name()} <desk@example.com> je 5. 3. 2024 ob 10:12 napisal:`,
  ][at % 3];
  const body = `Zdravo,\n\n${writer.text(350)}\n\n${writer.name()}\n\n${intro}\n\n${quoted(writer.text(500))}\n`;
  return mailOf(head(writer, at, true, PLAIN), body);
}

function staffReply(writer: Writer, at: number): string {
  const notice = `##- EB-${1000 + at} -## Odgovorite iznad ove linije\n\n${writer.text(450)}`;
  const body = `#pending\n#assign ${writer.word()}\n\n${writer.text(300)}\n\n${writer.name()}\n\nOn Tue, Mar 5, 2024 at 10:12 AM Desk <desk@example.com> wrote:\n\n${quoted(notice)}\n`;
  return mailOf(head(writer, at, true, PLAIN, `"${writer.name()}" <agent${at}@example.com>`), body);
}

/** A reply in plain text to a mail of which the head is given, from whom it went to, with what it quotes; `commands` begin it. */
export function quotedReply(head: string, at: number, commands: string): Buffer {
  const unfolded = head.replace(/\r\n[ \t]+/g, ' ');
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(unfolded)?.[1] ?? '';
  const writer = new Writer(at + 77_000_000);
  const id = field('Message-ID');
  return Buffer.from(
    [
      `From: ${field('To')}`,
      `To: ${field('Reply-To') || field('From')}`,
      `Subject: ${/^re:/i.test(field('Subject')) ? '' : 'Re: '}${field('Subject')}`,
      'Date: Tue, 5 Mar 2024 12:00:00 +0100',
      `Message-ID: <reply${at}@example.net>`,
      `In-Reply-To: ${id}`,
      `References: ${id}`,
      'MIME-Version: 1.0',
      `Content-Type: ${PLAIN}`,
      'Content-Transfer-Encoding: 8bit',
      '',
      `${commands}${writer.text(400)}\n\nOn Tue, Mar 5, 2024 at 10:12 AM Support <desk@example.com> wrote:\n\n${quoted(writer.text(700))}\n`,
    ]
      .join('\r\n')
      .replace(/\r?\n/g, '\r\n'),
  );
}

/** A reply as webmail makes it: text and HTML of the same words, a conversation of four mails quoted below. */
function htmlReply(writer: Writer, at: number): string {
  return htmlMail(writer, at, true);
}

function htmlMail(writer: Writer, at: number, reply: boolean): string {
  const said = [writer.paragraph(3), writer.paragraph(2)];
  const older = Array.from({ length: 4 }, () => Array.from({ length: 4 }, () => writer.paragraph(3)));
  const intro = `On Tue, Mar 5, 2024 at 10:12 AM ${writer.name()} <desk@example.com> wrote:`;
  const text = `${said.map(wrapped).join('\n\n')}\n\n${intro}\n\n${older
    .map((mail, level) =>
      mail.map((one) => '> '.repeat(level + 1) + wrapped(one).replace(/\n/g, `\n${'> '.repeat(level + 1)}`)).join('\n'),
    )
    .join('\n')}\n`;
  const html = `<html><head><style>p { margin: 0 }</style></head><body><div dir="ltr">${said.map(styled).join('')}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">${escaped(intro)}<br></div>${older.map((mail) => `<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">${mail.map(styled).join('')}`).join('')}${details(writer)}${'</blockquote>'.repeat(older.length)}</div></body></html>`;
  const part = (type: string, body: string): string =>
    `--b1\r\nContent-Type: text/${type}; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${body.replace(/\n/g, '\r\n')}\r\n`;
  return `${head(writer, at, reply, 'multipart/alternative; boundary=b1')}${part('plain', text)}${part('html', html)}--b1--\r\n`;
}

function styled(text: string): string {
  const words = text.split(' ');
  const middle = Math.floor(words.length / 2);
  const [front, back] = [words.slice(0, middle).join(' '), words.slice(middle).join(' ')];
  return `<p class="MsoNormal" style="margin:0cm 0cm 8pt;line-height:107%;font-size:11pt;font-family:Calibri,sans-serif"><span lang="CS" style="color:rgb(31,73,125);font-size:11pt">${front} </span><b style="color:black">${back}</b></p>`;
}

/** A table as notices of desks have it, and a link and an image. */
function details(writer: Writer): string {
  const row = (): string =>
    `<tr style="background-color:#f4f4f4"><td style="padding:4px 12px;border:1px solid #cccccc" width="120" valign="top">${writer.word()}</td><td style="padding:4px 12px;border:1px solid #cccccc"><a href="https://example.com/${writer.below(1e6)}?a=1&amp;b=2">${writer.word()} ${writer.word()}</a></td></tr>`;
  return `<table cellpadding="0" cellspacing="0" border="0" style="border-collapse:collapse;width:600px">${Array.from({ length: 12 }, row).join('')}</table><img src="https://example.com/logo.png" alt="logo" width="120" height="40">`;
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

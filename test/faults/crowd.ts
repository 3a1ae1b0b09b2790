import { createHash } from 'node:crypto';
import PostalMime, { type Email } from 'postal-mime';
import type { Outcome } from '../../src/desk/facts.ts';

/** What a mail is, and so what is to become of it. */
export type FedKind = 'new' | 'large' | 'refused' | 'reply' | 'answer' | 'duplicate' | 'bounce' | 'auto-reply';

export const EXPECTED: Readonly<Record<FedKind, Outcome>> = {
  new: 'opened',
  large: 'opened',
  refused: 'opened',
  reply: 'added',
  answer: 'added',
  duplicate: 'duplicate',
  bounce: 'bounce',
  'auto-reply': 'auto-reply',
};

/** A mail as it is handed to the mailbox. */
export interface Fed {
  /** In its `X-Fed` field. */
  readonly id: string;
  readonly kind: FedKind;
  readonly from: string;
  readonly to: string;
  readonly raw: Buffer;
}

export const DESK = 'support@desk.test';
export const AGENT = 'marko@staff.test';
export const CLIENTS = Array.from({ length: 8 }, (_, index) => `klient${index}@client.test`);
/** The relay takes no mail for it. */
const NOWHERE = 'nobody@nowhere.test';

/** Of a hundred mails, how many are of each kind. */
const SHARES: readonly (readonly [FedKind, number])[] = [
  ['new', 38],
  ['reply', 18],
  ['answer', 12],
  ['duplicate', 14],
  ['bounce', 6],
  ['auto-reply', 5],
  ['large', 5],
  ['refused', 2],
];
/** Bytes: a blob of its own; a stream of its own, fetched in pieces. */
const LARGE = [90_000, 400_000, 1_500_000];

/** A notice that somebody has got. */
interface Notice {
  readonly owner: string;
  readonly mail: Email;
}

/** Clients and an agent who write to a desk, and answer what it writes to them. */
export class Crowd {
  readonly fed: Fed[] = [];
  readonly #random: () => number;
  readonly #seen = new Set<string>();
  readonly #toClients: Notice[] = [];
  readonly #toAgents: Notice[] = [];

  /** `random` is in [0, 1). */
  constructor(random: () => number) {
    this.#random = random;
  }

  /** Somebody looks into his mailbox. */
  async reads(owner: string, mailbox: readonly Buffer[]): Promise<void> {
    for (const raw of mailbox) {
      const key = createHash('sha256').update(raw).digest('base64');
      if (this.#seen.has(key)) continue;
      this.#seen.add(key);
      const mail = await PostalMime.parse(raw);
      if (owner !== AGENT) this.#toClients.push({ owner, mail });
      else if (mail.replyTo !== undefined) this.#toAgents.push({ owner, mail });
    }
  }

  /** The next mail that somebody writes. */
  writes(): Fed {
    const mail = this.#write(this.#kind());
    this.fed.push(mail);
    return mail;
  }

  /** The kind that is furthest behind its share, of those for which there is something to write about. */
  #kind(): FedKind {
    const behind = ([kind, share]: (typeof SHARES)[number]): number =>
      (share / 100) * (this.fed.length + 1) - this.fed.filter((mail) => mail.kind === kind).length;
    const possible = SHARES.filter(([kind]) => this.#hasReason(kind));
    return possible.toSorted((a, b) => behind(b) - behind(a))[0]?.[0] ?? 'new';
  }

  #hasReason(kind: FedKind): boolean {
    if (kind === 'answer') return this.#toAgents.length > 0;
    if (kind === 'duplicate') return this.fed.length > 0;
    return this.#toClients.length > 0 || ['new', 'large', 'refused'].includes(kind);
  }

  #write(kind: FedKind): Fed {
    const id = `fed-${this.fed.length + 1}`;
    switch (kind) {
      case 'new':
        return this.#opens(id, kind, this.#one(CLIENTS) ?? NOWHERE, '');
      case 'refused':
        return this.#opens(id, kind, NOWHERE, '');
      case 'large':
        return this.#opens(id, kind, this.#one(CLIENTS) ?? NOWHERE, this.#attachment());
      case 'reply':
      case 'auto-reply':
      case 'bounce': {
        const notice = this.#one(this.#toClients);
        if (notice === undefined) return this.#write('new');
        return kind === 'bounce' ? bounce(id, notice.mail) : reply(id, kind, notice);
      }
      case 'answer': {
        const notice = this.#one(this.#toAgents);
        return notice === undefined ? this.#write('new') : reply(id, kind, notice);
      }
      case 'duplicate': {
        const original = this.#one(this.fed.filter((mail) => mail.kind === 'new'));
        if (original === undefined) return this.#write('new');
        const trace = `Received: from mx2.test by mx.test; Sun, 22 Nov 2026 10:00:00 +0000\r\nX-Fed: ${id}\r\n`;
        const rest = original.raw.toString('latin1').replace(/^X-Fed: .*\r\n/m, '');
        return { ...original, id, kind, raw: Buffer.from(trace + rest, 'latin1') };
      }
    }
  }

  #opens(id: string, kind: FedKind, from: string, attachment: string): Fed {
    const boundary = `b-${id}`;
    const text = `Good day,\r\n\r\nthe printer on floor ${id} does not print.\r\n\r\nThank you\r\n`;
    const body =
      attachment === ''
        ? `Content-Type: text/plain; charset=utf-8\r\n\r\n${text}`
        : `Content-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n--${boundary}\r\nContent-Type: text/plain\r\n\r\n${text}\r\n--${boundary}\r\n` +
          `Content-Type: application/octet-stream; name="log.bin"\r\nContent-Transfer-Encoding: base64\r\n\r\n${attachment}\r\n--${boundary}--\r\n`;
    return fed(id, kind, from, DESK, [`Subject: Printer ${id}`], body);
  }

  #attachment(): string {
    const size = this.#one(LARGE) ?? 0;
    const seed = `${this.#random()}`;
    const bytes = Array.from({ length: Math.ceil(size / 64) }, (_, n) =>
      createHash('sha512').update(`${seed} ${n}`).digest(),
    );
    return Buffer.concat(bytes).toString('base64').replace(/.{76}/g, '$&\r\n');
  }

  #one<T>(list: readonly T[]): T | undefined {
    return list[Math.floor(this.#random() * list.length)];
  }
}

function fed(id: string, kind: FedKind, from: string, to: string, fields: readonly string[], body: string): Fed {
  const head = [
    `X-Fed: ${id}`,
    `From: ${from === '' ? 'Mail Delivery System <mailer-daemon@client.test>' : from}`,
    `To: ${to}`,
    ...fields,
    'Date: Sun, 22 Nov 2026 10:00:00 +0000',
    `Message-ID: <${id}@client.test>`,
    'MIME-Version: 1.0',
  ];
  return { id, kind, from, to, raw: Buffer.from(`${head.join('\r\n')}\r\n${body}`) };
}

function reply(id: string, kind: FedKind, { owner, mail }: Notice): Fed {
  const fields = [
    `Subject: Re: ${mail.subject ?? ''}`,
    `In-Reply-To: ${mail.messageId}`,
    `References: ${mail.references ?? ''} ${mail.messageId}`,
    ...(kind === 'auto-reply' ? ['Auto-Submitted: auto-replied'] : []),
  ];
  const quoted = (mail.text ?? '').trim().replace(/^/gm, '> ').replace(/\r?\n/g, '\r\n');
  const to = mail.replyTo?.[0]?.address ?? DESK;
  const words = `More about it, as ${id}.\r\n\r\nOn Sun, 22 Nov 2026 at 10:00, Support <${DESK}> wrote:\r\n${quoted}\r\n`;
  return fed(id, kind, owner, to, fields, `Content-Type: text/plain; charset=utf-8\r\n\r\n${words}`);
}

/** RFC 3464: the mailbox is full, which passes. It goes to the envelope sender of what bounced, which Dovecot put on top. */
function bounce(id: string, mail: Email): Fed {
  const sender = mail.headers.find(({ key }) => key === 'return-path')?.value.replace(/[<>]/g, '') ?? '';
  const body = `Content-Type: multipart/report; report-type=delivery-status; boundary="b-${id}"

--b-${id}
Content-Type: text/plain

The mailbox is full.

--b-${id}
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.client.test

Final-Recipient: rfc822; ${mail.to?.[0]?.address ?? ''}
Action: failed
Status: 5.2.2
Diagnostic-Code: smtp; 552 5.2.2 mailbox full

--b-${id}
Content-Type: text/rfc822-headers

Message-ID: ${mail.messageId}

--b-${id}--
`.replaceAll('\n', '\r\n');
  return fed(id, 'bounce', '', sender === '' ? DESK : sender, ['Subject: Undelivered Mail Returned to Sender'], body);
}

import { addressKey, splitDetail } from '../../mail/address.ts';
import { type HoodiecrowServer, hoodiecrow, PLUGINS } from './hoodiecrow.ts';

/** Bounds of a mailbox in memory. */
export interface BoxLimits {
  readonly boxes: number;
  /** Per box. */
  readonly mails: number;
  readonly bytes: number;
}

export const BOX_LIMITS: BoxLimits = { boxes: 500, mails: 5_000, bytes: 128 * 1024 * 1024 };

/** The boxes are full; try again later. */
export class BoxFull extends Error {
  override readonly name = 'BoxFull';
}

/** One person's mailbox in memory: an IMAP server of its own behind the common door. */
export class Box {
  readonly imap: HoodiecrowServer;
  readonly #limits: BoxLimits;

  constructor(uidValidity: number, limits: BoxLimits) {
    this.#limits = limits;
    this.imap = hoodiecrow({
      plugins: PLUGINS,
      storage: { INBOX: { uidvalidity: uidValidity }, '': { separator: '/', folders: { Sent: {}, Trash: {} } } },
      users: {},
    });
  }

  /** Puts a mail into the INBOX and announces it. Throws `BoxFull` when even without the mail that was dealt with there is no room. */
  add(raw: Buffer, at: Date): void {
    const inbox = this.imap.getMailbox('INBOX');
    if (inbox === undefined) throw new Error('a mailbox without INBOX');
    this.#makeRoom(raw.length);
    this.imap.appendMessage(inbox, [], at, raw.toString('latin1'));
  }

  /** The INBOX, oldest first. */
  inbox(): readonly Buffer[] {
    return (this.imap.getMailbox('INBOX')?.messages ?? []).map((message) => Buffer.from(message.raw, 'latin1'));
  }

  /** Forgets the oldest mail of the other folders: it is in the gateway's store, or somebody filed it away. */
  #makeRoom(bytes: number): void {
    const folders = Object.values(this.imap.folderCache);
    const all = folders.flatMap((folder) => folder.messages);
    let mails = all.length + 1;
    let size = all.reduce((sum, message) => sum + message.raw.length, bytes);
    for (const folder of folders.filter((each) => each.path !== 'INBOX')) {
      while ((mails > this.#limits.mails || size > this.#limits.bytes) && folder.messages.length > 0) {
        const oldest = folder.messages.shift();
        mails -= 1;
        size -= oldest?.raw.length ?? 0;
      }
    }
    if (mails > this.#limits.mails || size > this.#limits.bytes) throw new BoxFull('the mailbox is full');
  }
}

/** The boxes of the gateway and of everybody it writes to. */
export class Boxes {
  readonly gateway: Box;
  readonly #own: ReadonlySet<string>;
  readonly #people = new Map<string, Box>();
  readonly #uidValidity: number;
  readonly #limits: BoxLimits;

  constructor(own: readonly string[], uidValidity: number, limits: BoxLimits) {
    this.#own = new Set(own.map(addressKey));
    this.#uidValidity = uidValidity;
    this.#limits = limits;
    this.gateway = new Box(uidValidity, limits);
  }

  /** Whether mail to this address, with or without `+…`, is the gateway's. */
  isOwn(address: string): boolean {
    return this.#own.has(addressKey(splitDetail(address).base));
  }

  /** The box that an address belongs to; a stranger's is made. Throws `BoxFull`. */
  boxOf(address: string): Box {
    if (this.isOwn(address)) return this.gateway;
    const key = addressKey(splitDetail(address).base);
    const known = this.#people.get(key);
    if (known !== undefined) return known;
    if (this.#people.size >= this.#limits.boxes) throw new BoxFull('there are too many mailboxes');
    const box = new Box(this.#uidValidity, this.#limits);
    this.#people.set(key, box);
    return box;
  }

  known(address: string): Box | undefined {
    return this.isOwn(address) ? this.gateway : this.#people.get(addressKey(splitDetail(address).base));
  }
}

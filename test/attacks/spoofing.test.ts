import { generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dkimSign } from 'mailauth/lib/dkim/sign.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TicketId } from '../../src/desk/ids.ts';
import type { Resolver } from '../../src/mail/authenticity/own-check.ts';
import type { LedgerRow } from '../../src/store/port.ts';
import { type DeskWorld, startDesk } from '../gateway/desk-world.ts';
import type { Received } from '../gateway/world.ts';

/*
 * Everything that somebody might try to pass for another, one fixture to a trick. Each is sent while a ticket of Ana's is being worked on
 * by Emma; `%NAME%` in a fixture is what its writer could have seen of that ticket. Secrets of the ticket are KESTREL (the client's words)
 * and OSPREY (an internal note); TALON is what the attacker says.
 */

const FIXTURES = join(import.meta.dirname, 'fixtures');
const PARTIES = ['ana@client.example', 'emma@staff.test', 'marko@staff.test'];

/** What a fixture must come to. */
type Outcome =
  /** It touches the victim's ticket nowhere: it opens one of its own, waits for a person, or is only recorded. */
  | { readonly outcome: LedgerRow['outcome']; readonly from?: string; readonly why?: RegExp }
  /** It joins as what the client may have said, and the agent is told that nothing proves it. */
  | { readonly outcome: 'added' | 'auto-reply'; readonly joins: 'claimed' | 'cited' }
  /** It is the agent's own answer; what he did not write himself does nothing and goes nowhere. */
  | { readonly outcome: 'added'; readonly answers: true }
  /** It is the agent's own answer and waits until he has looked at what would go out. */
  | { readonly outcome: 'held'; readonly waits: true };

const HELD_AGENT: Outcome = { outcome: 'held', why: /it is claimed/ };
const OWN_TICKET: Outcome = { outcome: 'opened', from: 'eve@evil.example' };
const CLAIMED: Outcome = { outcome: 'added', joins: 'claimed' };
const ANSWER: Outcome = { outcome: 'added', answers: true };
const STRANGER: Outcome = { outcome: 'opened' };

const CASES: Readonly<Record<string, Outcome>> = {
  'agent-from-alone': HELD_AGENT,
  'agent-with-stolen-reply-address-dmarc-fail': { outcome: 'held', why: /DMARC failed/ },
  'agent-with-stolen-reply-address-commands': { outcome: 'held', why: /it is cited .*this needs proved/ },
  'agent-with-stolen-client-address': HELD_AGENT,
  'agent-display-name': { ...OWN_TICKET, why: /display name of a desk or an agent with another address/ },
  'agent-address-as-display-name': { ...OWN_TICKET, why: /display name shows another address/ },
  'agent-address-in-comment': OWN_TICKET,
  'agent-address-in-nested-comment': OWN_TICKET,
  'agent-address-in-encoded-word': OWN_TICKET,
  'agent-address-encoded-whole': HELD_AGENT,
  'agent-two-angle-brackets': OWN_TICKET,
  'agent-two-angle-brackets-turned': HELD_AGENT,
  'agent-second-from': { ...OWN_TICKET, why: /several From addresses/ },
  'agent-first-of-two-from': HELD_AGENT,
  'agent-from-with-blank-before-colon': HELD_AGENT,
  'agent-in-list-of-authors': HELD_AGENT,
  'agent-in-group': HELD_AGENT,
  'agent-as-name-of-group': HELD_AGENT,
  'agent-on-folded-line': OWN_TICKET,
  'agent-in-sender': OWN_TICKET,
  'agent-in-reply-to': { ...OWN_TICKET, why: /Reply-To goes to another domain/ },
  'agent-in-resent-from': OWN_TICKET,
  'agent-in-return-path': OWN_TICKET,
  'agent-homoglyph-domain': STRANGER,
  'agent-punycode-domain': STRANGER,
  'agent-domain-as-subdomain': STRANGER,
  'agent-domain-with-hyphen': STRANGER,
  'agent-kelvin-sign': { outcome: 'held', why: /no sender/ },
  'agent-fullwidth-letters': STRANGER,
  'agent-address-quoted-as-local-part': STRANGER,
  'agent-percent-hack': STRANGER,
  'agent-source-route': HELD_AGENT,
  'agent-address-then-nul': { outcome: 'held', why: /no sender/ },
  'agent-address-with-encoded-rest': STRANGER,

  'results-of-another-receiver': HELD_AGENT,
  'results-of-a-name-that-begins-alike': HELD_AGENT,
  'results-below-received-of-another-host': HELD_AGENT,
  'results-below-received-that-borrows-a-name': HELD_AGENT,
  'results-forged-beside-the-genuine-ones': HELD_AGENT,
  'results-name-on-folded-line': HELD_AGENT,
  'results-name-in-comment': HELD_AGENT,
  'results-pass-in-comment': HELD_AGENT,
  'results-pass-in-unclosed-comment': HELD_AGENT,
  'results-pass-in-quoted-reason': HELD_AGENT,
  'results-name-half-quoted': HELD_AGENT,
  'results-of-another-from': HELD_AGENT,
  'results-dkim-of-another-domain': HELD_AGENT,
  'results-dkim-identity-of-another-domain': HELD_AGENT,
  'results-dkim-of-a-public-suffix': HELD_AGENT,
  'results-dkim-passed-dmarc-failed': { outcome: 'held', why: /DMARC failed/ },
  'results-login-of-another-account': HELD_AGENT,
  'results-login-in-another-property': HELD_AGENT,
  'results-spf-alone': HELD_AGENT,
  'results-of-another-version': HELD_AGENT,
  'results-in-other-headers': HELD_AGENT,
  'results-in-folded-subject': HELD_AGENT,
  'results-without-a-name': HELD_AGENT,
  'results-in-body': HELD_AGENT,
  'dkim-of-another-domain': { outcome: 'held', why: /it is not of the domain of staff\.test/ },
  'dkim-genuine-below-another-from': HELD_AGENT,
  'dkim-over-a-part-of-the-body': { outcome: 'held', why: /it covers a part of the body only/ },

  'stranger-with-reply-address-of-agent': OWN_TICKET,
  'stranger-with-note-address': OWN_TICKET,
  'stranger-with-reply-address-of-client': OWN_TICKET,
  'stranger-with-number': { ...OWN_TICKET, why: /in the subject, but the sender is no participant/ },
  'stranger-with-number-in-encoded-word': { ...OWN_TICKET, why: /in the subject, but the sender is no participant/ },
  'stranger-with-number-as-note': OWN_TICKET,
  'stranger-cites-our-id': OWN_TICKET,
  'stranger-cites-the-id-of-the-client': OWN_TICKET,
  'stranger-replays-the-id-of-the-client': OWN_TICKET,
  'stranger-replays-our-id': { outcome: 'loop' },
  'stranger-delivered-to-reply-address': OWN_TICKET,
  'stranger-forwards-notice-of-agent': OWN_TICKET,
  'stranger-attaches-mail-of-agent': OWN_TICKET,
  'stranger-by-way-of-our-own-list': OWN_TICKET,
  'stranger-at-a-look-alike-of-the-client': STRANGER,
  'stranger-named-as-the-client': { ...OWN_TICKET, why: /display name shows another address/ },
  'stranger-with-the-client-in-sender': OWN_TICKET,
  'bounce-address-written-to-by-a-person': { outcome: 'auto-reply' },
  'bounce-address-written-to-by-the-client-forged': { outcome: 'auto-reply', joins: 'cited' },
  'bounce-of-a-mail-that-we-never-sent': { outcome: 'bounce', why: /it names no mail that we sent/ },
  'bounce-of-a-mail-of-the-client': { outcome: 'bounce', why: /it names no mail that we sent/ },
  'automatic-reply-of-a-stranger': { outcome: 'auto-reply' },

  'client-from-alone-with-number': CLAIMED,
  'client-from-alone-with-stranger-in-cc': CLAIMED,
  'client-from-alone-with-reply-to-of-stranger': CLAIMED,
  'client-from-alone-cites-own-id': CLAIMED,
  'client-from-alone-replays-own-id': CLAIMED,
  'client-dmarc-fail': { outcome: 'held', why: /DMARC failed/ },
  'client-and-stranger-as-authors': CLAIMED,
  'client-automatic-reply-forged': { outcome: 'auto-reply', joins: 'claimed' },

  'command-in-quoted-text': ANSWER,
  'command-below-the-marker': ANSWER,
  'command-in-forwarded-text': { outcome: 'held', waits: true },
  'command-in-signature': ANSWER,
  'command-in-html-comment': ANSWER,
  'command-in-title-style-and-script': ANSWER,
  'command-in-display-none': ANSWER,
  'command-in-zero-size-text': ANSWER,
  'command-in-tiny-size-text': ANSWER,
  'command-in-invisible-text': ANSWER,
  'command-in-transparent-text': ANSWER,
  'command-in-transparent-colour': ANSWER,
  'command-in-clipped-box': ANSWER,
  'command-in-element-off-the-page': ANSWER,
  'command-in-alternative-for-nobody': ANSWER,
  'command-in-attached-text': ANSWER,
  'command-in-attached-mail': ANSWER,
  'command-in-subject': ANSWER,
};

const key = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'der' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

/** Everybody's key is the same here; nobody has a DMARC policy. */
const resolver: Resolver = async (domain, type) => {
  if (type !== 'TXT' || !domain.includes('._domainkey.')) throw Object.assign(new Error('none'), { code: 'ENOTFOUND' });
  return [[`v=DKIM1; k=rsa; p=${key.publicKey.toString('base64')}`]];
};

async function signed(mail: string, signingDomain: string, more: Record<string, unknown> = {}): Promise<string> {
  const { signatures } = await dkimSign(mail, {
    canonicalization: 'relaxed/relaxed',
    signTime: new Date('2026-11-23T09:00:00Z'),
    signatureData: [
      { signingDomain, selector: 's1', privateKey: key.privateKey, algorithm: 'rsa-sha256', ...more },
    ] as never,
    ...more,
  } as never);
  return signatures + mail;
}

/** The attacks that a signature is part of: what is done to the mail of the fixture. */
const SIGNING: Readonly<Record<string, (mail: string) => Promise<string>>> = {
  'dkim-of-another-domain': (mail) => signed(mail, 'evil.example'),
  'dkim-genuine-below-another-from': async (mail) =>
    `From: Emma Clark <emma@staff.test>\r\n${await signed(mail.replace(/^From: .*$/m, 'From: Eve <eve@evil.example>'), 'evil.example')}`,
  'dkim-over-a-part-of-the-body': async (mail) =>
    `${await signed(mail, 'staff.test', { maxBodyLength: 8 })}#closed\r\n\r\nTALON\r\n`,
};

let world: DeskWorld;
beforeAll(async () => {
  world = await startDesk(undefined, {}, undefined, resolver);
});
afterAll(() => world.close());

/** Ana's ticket, with a note on it, as the attacker finds it. */
interface Victim {
  readonly ticket: TicketId;
  readonly events: number;
  readonly seen: Readonly<Record<string, string>>;
}
let victim: Victim;
let count = 0;
beforeEach(async () => {
  world.clock = new Date(world.clock.getTime() + 86_400_000); // limits of automatic answers begin anew
  world.clear();
  const receivedId = `<ana-${++count}@client.example>`;
  const ana = { from: 'Ana Anić <ana@client.example>', to: 'support@spoc.test', messageId: receivedId };
  const [row] = await world.send({ ...ana, subject: 'Vault', text: 'The vault opens by KESTREL.' });
  if (row?.ticket === undefined) throw new Error('no ticket');
  const toEmma = world.last('emma@staff.test');
  const toAna = world.last('ana@client.example');
  const number = /SUP-\d+/.exec(toAna.subject ?? '')?.[0] ?? '';
  await world.send({ from: 'Emma Clark <emma@staff.test>', replyTo: toEmma, text: '#note\nThey have lost OSPREY.' });
  const [sent] = await world.store.read
    .outbox({ ticket: row.ticket, state: ['sent'], limit: 100 })
    .then((rows) => rows.filter((one) => one.recipient === 'ana@client.example'));
  victim = {
    ticket: row.ticket,
    events: (await world.store.read.events(row.ticket)).length,
    seen: {
      NUMBER: number,
      NUMBER_BASE64: Buffer.from(`Re: [${number}]`).toString('base64'),
      AGENT_REPLY: replyAddress(toEmma),
      NOTE: noteAddress(toEmma),
      CLIENT_REPLY: replyAddress(toAna),
      AGENT_ID: toEmma.messageId ?? '',
      CLIENT_ID: toAna.messageId ?? '',
      RECEIVED_ID: receivedId,
      BOUNCE: sent?.envelopeFrom ?? '',
    },
  };
  expect(Object.entries(victim.seen).filter(([, value]) => value === '')).toEqual([]);
  world.clear();
});

const replyAddress = (mail: Received) => mail.replyTo?.[0]?.address ?? '';
const noteAddress = (mail: Received) =>
  /support\+[a-z0-9]+@spoc\.test/.exec((mail.text ?? '').replaceAll(replyAddress(mail), ''))?.[0] ?? '';

/** A fixture with what its writer has seen put in. */
async function attack(name: string): Promise<Buffer> {
  const text = readFileSync(join(FIXTURES, `${name}.eml`), 'utf8').replace(/\n/g, '\r\n');
  const mail = text.replace(/%([A-Z_0-9]+)%/g, (_all, wanted: string) => {
    const value = victim.seen[wanted];
    if (value === undefined) throw new Error(`${name} names ${wanted}, which nobody has seen`);
    return value;
  });
  return Buffer.from((await SIGNING[name]?.(mail)) ?? mail);
}

/** All that somebody has got, decoded. */
const got = (address: string) =>
  world
    .inbox(address)
    .map((mail) => [mail.subject, mail.text, mail.html, JSON.stringify(mail.headers)].join('\n'))
    .join('\n');

describe('a mail that passes itself off', () => {
  it('has a fixture for each case, and a case for each fixture', () => {
    const files = readdirSync(FIXTURES).map((file) => file.replace(/\.eml$/, ''));
    expect(files.sort()).toEqual(Object.keys(CASES).sort());
  });

  it.each(Object.entries(CASES))('%s', async (name, expected) => {
    const raw = await attack(name);
    const [row] = await world.send(raw);
    if (row === undefined) throw new Error('no row');
    expect(row, row.reasons.join('; ')).toMatchObject({ outcome: expected.outcome });
    if ('why' in expected && expected.why !== undefined) expect(row.reasons.join('\n')).toMatch(expected.why);
    if ('from' in expected && expected.from !== undefined) expect(row.from).toBe(expected.from);

    const events = (await world.store.read.events(victim.ticket)).slice(victim.events).map(({ event }) => event);
    const facts = (await world.store.read.ticketFacts([victim.ticket])).get(victim.ticket);
    if ('joins' in expected) {
      expect(events.filter(({ kind }) => kind === 'message-added')).toMatchObject([
        { direction: 'inbound', authenticity: expected.joins, by: { kind: 'contact' } },
      ]);
      expect(
        events.map(({ kind }) => kind).filter((kind) => !/^(?:message-added|watcher-proposed)$/.test(kind)),
      ).toEqual([]);
      if (expected.outcome === 'added') expect(got('emma@staff.test')).toMatch(/nothing proves it|several senders/);
    } else if ('answers' in expected) {
      expect(events.filter(({ kind }) => kind === 'message-added')).toMatchObject([{ direction: 'outbound' }]);
      expect(facts?.ticket.status).toBe('pending');
      expect(got('ana@client.example')).toContain('We come at noon.');
    } else if ('waits' in expected) {
      expect(events.map(({ kind }) => kind)).toEqual(['answer-held']);
      expect(world.inbox('ana@client.example')).toEqual([]);
    } else {
      expect(events).toEqual([]);
      expect(row.ticket).not.toBe(victim.ticket);
    }
    expect(facts?.watchers).toEqual([]);
    expect(facts?.ticket.status).not.toBe('closed');

    expect(got('ana@client.example')).not.toMatch(/TALON|OSPREY|emma@staff|marko@staff/);
    const secrets = ['KESTREL', 'OSPREY', ...PARTIES, ...Object.values(victim.seen)];
    for (const other of world.everybody().filter((one) => !PARTIES.includes(one))) {
      expect(expected.outcome, `a mail to ${other}`).toBe('opened');
      // What he has seen himself and says again is no secret to him.
      const unknown = secrets.filter((secret) => !raw.toString().includes(secret));
      expect(unknown.filter((secret) => got(other).includes(secret))).toEqual([]);
    }
  });
});

describe('a mail that is sent ahead or again', () => {
  const genuine = (mail: string) =>
    Buffer.from(
      `Authentication-Results: mx.test; auth=pass smtp.auth=emma@staff.test\r\n${mail.replace(/^Authentication-Results: .*\r\n/, '')}`,
    );

  it('by a forger does not make the genuine one a copy', async () => {
    const forged = (await attack('agent-with-stolen-reply-address-dmarc-fail')).toString();
    const [first, second, third] = await world.send(Buffer.from(forged), genuine(forged), genuine(forged));
    expect([first, second, third]).toMatchObject([{ outcome: 'held' }, { outcome: 'added' }, { outcome: 'duplicate' }]);
    expect(second?.ticket).toBe(victim.ticket);
  });

  it("does not draw an agent's answer to the mail whose id it borrowed", async () => {
    await world.send(await attack('stranger-replays-the-id-of-the-client'));
    world.clear();
    const [row] = await world.send({
      from: 'Marko <marko@staff.test>',
      to: 'support@spoc.test',
      subject: 'Re: Vault',
      text: 'We come at noon.',
      headers: { 'In-Reply-To': victim.seen.RECEIVED_ID ?? '' },
    });
    expect(row?.ticket).toBe(victim.ticket);
    expect(got('ana@client.example')).toContain('We come at noon.');
    expect(world.inbox('eve@evil.example')).toEqual([]);
  });
});

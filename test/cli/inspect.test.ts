import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderWith, OFFLINE, spoc } from './cli.ts';

const MAIN = resolve(import.meta.dirname, '../../src/cli/main.ts');

/** An answer to a ticket, with a quote, a command, an attachment and a script in its HTML. */
const ANSWER = [
  'From: =?utf-8?Q?Ana_Ani=C4=87?= <ana@client.test>',
  'To: Support <support@desk.test>, other@desk.test',
  'Cc: boss@client.test',
  'Subject: Re: [SUP-1042] Printer',
  'Message-ID: <two@client.test>',
  'In-Reply-To: <one@desk.test>',
  'References: <zero@desk.test> <one@desk.test>',
  'Date: Sun, 22 Nov 2026 10:00:00 +0100',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: multipart/alternative; boundary=c',
  '',
  '--c',
  'Content-Type: text/plain; charset=utf-8',
  '',
  '#resolved',
  'It works again.',
  '',
  'On Sun, 22 Nov 2026 at 09:00, Support <support@desk.test> wrote:',
  '> Does it work?',
  '--c',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p>#resolved<br>It works again.</p><script>alert(1)</script><div class="gmail_quote"><blockquote>Does it work?</blockquote></div>',
  '--c--',
  '--b',
  'Content-Type: text/plain; name="r.txt"',
  'Content-Disposition: attachment; filename="r.txt"',
  'Content-Transfer-Encoding: base64',
  '',
  'aGVsbG8=',
  '--b--',
  '',
].join('\r\n');

const BOUNCE = [
  'From: MAILER-DAEMON@relay.test',
  'To: support@desk.test',
  'Subject: Undelivered Mail Returned to Sender',
  'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
  '',
  '--b',
  'Content-Type: text/plain',
  '',
  'It could not be delivered.',
  '--b',
  'Content-Type: message/delivery-status',
  '',
  'Reporting-MTA: dns; relay.test',
  '',
  'Final-Recipient: rfc822; gone@client.test',
  'Action: failed',
  'Status: 5.1.1',
  '--b',
  'Content-Type: text/rfc822-headers',
  '',
  'Message-ID: <ours@desk.test>',
  '--b--',
  '',
].join('\n');

describe('spoc inspect', () => {
  let place: Awaited<ReturnType<typeof folderWith>>;
  const file = (name: string) => join(place.folder, name);
  beforeAll(async () => {
    process.env.SPOC_TEST_PASSWORD = 'not used';
    place = await folderWith(OFFLINE);
    await writeFile(file('answer.eml'), ANSWER);
    await writeFile(file('bounce.eml'), BOUNCE);
    await writeFile(
      file('body.txt'),
      'Thanks!\n\nOn Sun, 22 Nov 2026 at 09:00, Support <support@desk.test> wrote:\n> Done.\n',
    );
    await writeFile(
      file('body.html'),
      '<p>Thanks!</p><blockquote type="cite">Done.</blockquote><script>alert(1)</script>',
    );
  });
  afterAll(() => place.remove());

  it('prints one object a line in the order of the files, keeps on at a file that cannot be read, and says so at the end', () => {
    const files = ['answer.eml', 'missing.eml', 'bounce.eml', '.'].map(file);
    const ran = spawnSync(process.execPath, ['--import', 'tsx', MAIN, 'inspect', '--json', ...files], {
      encoding: 'utf8',
    });
    const said = ran.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(said.map((one) => one.file)).toEqual(files);
    expect(ran.status).toBe(1);
    expect(said[0]).toMatchObject({
      from: { name: 'Ana Anić', address: 'ana@client.test' },
      to: [
        { name: 'Support', address: 'support@desk.test' },
        { name: '', address: 'other@desk.test' },
      ],
      cc: [{ address: 'boss@client.test' }],
      subject: 'Re: [SUP-1042] Printer',
      cleanSubject: 'Printer',
      messageId: 'two@client.test',
      inReplyTo: 'one@desk.test',
      references: ['zero@desk.test', 'one@desk.test'],
      date: '2026-11-22T09:00:00.000Z',
      reply: '#resolved\nIt works again.',
      elided: expect.stringContaining('Does it work?'),
      attachments: [{ filename: 'r.txt', contentType: 'text/plain', size: 5, inline: false }],
      kind: 'human',
      bounce: null,
      ticketNumbers: ['SUP-1042'],
      commands: [{ verb: 'resolved', argument: '' }],
      authenticity: { level: 'claimed' },
    });
    expect(said[0]?.html).not.toContain('script');
    expect(said[1]).toEqual({ file: files[1], error: expect.stringContaining('no such file') });
    expect(said[2]).toMatchObject({
      kind: 'bounce',
      bounce: {
        recipients: ['gone@client.test'],
        status: '5.1.1',
        permanent: true,
        originalMessageId: 'ours@desk.test',
      },
      reasons: expect.arrayContaining([expect.any(String)]),
    });
    expect(said[3]).toEqual({ file: files[3], error: expect.stringContaining('is a folder') });
  });

  it('takes bare bodies', async () => {
    const text = await spoc('inspect', '--json', '--text', file('body.txt'));
    expect(JSON.parse(text.out)).toMatchObject({
      reply: 'Thanks!',
      from: null,
      attachments: [],
      kind: 'human',
      html: null,
    });
    const html = await spoc('inspect', '--json', '--html', file('body.html'));
    expect(JSON.parse(html.out)).toMatchObject({ reply: 'Thanks!', elided: expect.stringContaining('Done.') });
    expect(html.out).not.toContain('script');
    expect((await spoc('inspect', '--text', '--html', file('body.txt'))).code).toBe(64);
  });

  it('shows people each conclusion with its reason', async () => {
    const { out } = await spoc('inspect', file('answer.eml'), file('bounce.eml'));
    for (const words of [
      'Ana Anić <ana@client.test>',
      'SUP-1042',
      '#resolved',
      'claimed',
      'permanent 5.1.1: gone@client.test',
      'of our mail ours@desk.test',
      '│ It works again.',
    ])
      expect(out).toContain(words);
  });

  it('knows the desks of a configuration that it is given', async () => {
    await writeFile(file('bare.eml'), 'From: Emma Clark <emma@evil.test>\nSubject: about sup-7 and EU-99\n\nhello\n');
    const plain = JSON.parse((await spoc('inspect', '--json', file('bare.eml'))).out);
    expect(plain).toMatchObject({ ticketNumbers: [], authenticity: { flags: [] } });
    const known = JSON.parse((await spoc('inspect', '--json', file('bare.eml'), '--config', place.file)).out);
    expect(known.ticketNumbers).toEqual(['SUP-7']);
    expect(known.authenticity.flags).toEqual([expect.stringContaining('Emma Clark')]);
  });

  it('believes the receivers that it is told to', async () => {
    await writeFile(
      file('trusted.eml'),
      'Authentication-Results: mx.desk.test; dmarc=pass header.from=client.test\nReceived: from relay.client.test (relay.client.test [192.0.2.1]) by mx.desk.test; Sun, 22 Nov 2026 10:00:00 +0100\nFrom: ana@client.test\nSubject: x\n\nhello\n',
    );
    const said = JSON.parse((await spoc('inspect', '--json', file('trusted.eml'), '--trust', 'mx.desk.test')).out);
    expect(said.authenticity).toMatchObject({
      level: 'proved',
      reason: expect.stringContaining('mx.desk.test says dmarc=pass'),
    });
  });
});

it('names an author without a domain, as local mail systems write him', async () => {
  const { folder, remove } = await folderWith(OFFLINE);
  try {
    const file = join(folder, 'local.eml');
    await writeFile(file, 'From: Cron <root>\r\nSubject: done\r\n\r\nfine\r\n');
    const ran = await spoc('inspect', '--json', file);
    expect(JSON.parse(ran.out).from).toEqual({ name: 'Cron', address: 'root' });
  } finally {
    await remove();
  }
});

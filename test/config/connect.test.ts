import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type ConnectDeps, connectCheck, type Finding, type ServerFinding } from '../../src/config/connect.ts';
import { createTokenSource, TOKEN_DEPS } from '../../src/config/oauth.ts';
import { certificate, startSink } from '../delivery/sink.ts';
import { startAuthorizationServer } from './authorization-server.ts';
import { settingsOf } from './helpers.ts';
import { startImap, startMute } from './imap-server.ts';

const running: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of running.splice(0).reverse()) await server.close();
});
async function up<T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> {
  const server = await starting;
  running.push(server);
  return server;
}

let cert: { readonly key: string; readonly cert: string };
beforeAll(() => {
  cert = certificate('localhost');
});

const deps: ConnectDeps = { tokens: (oauth) => createTokenSource(oauth, TOKEN_DEPS), timeout: 5_000 };
const PASSWORD = 'user: support, password: "$' + '{PASSWORD}"';

/** Asks the servers of a mailbox. */
async function check(
  imap: string,
  smtp: string,
  more: { readonly keys?: string; readonly files?: Readonly<Record<string, string>>; readonly deps?: ConnectDeps } = {},
): Promise<{ readonly imap: Finding; readonly smtp: Finding; readonly all: readonly ServerFinding[] }> {
  const text = `
mailboxes:
  main:
    address: support@example.com
    imap: { ${imap} }
    smtp: ${smtp === 'none' ? 'none' : `{ ${smtp} }`}
    default_desk: support
${more.keys ?? ''}
  other: { embedded: true, address: other@example.com }
agents: { ana: { name: Ana, address: ana@example.com } }
desks: { support: { name: S, address: support@example.com, prefix: S, time_zone: UTC, agents: [ana], mailbox: other } }
`;
  const env = { PASSWORD: 'hunter2', WRONG: 'wrong', CLIENT: 's3cr3t' };
  const { settings } = await settingsOf({ 'spoc.yaml': text, ...more.files }, env);
  const all = await connectCheck(settings, more.deps ?? deps);
  const of = (protocol: string) => all.find((one) => one.mailbox === 'main' && one.protocol === protocol)?.finding;
  const none: Finding = { kind: 'none', why: 'not asked' };
  return { imap: of('imap') ?? none, smtp: of('smtp') ?? none, all };
}

const login = (user: string, password: string) => (auth: { username?: string; password?: string }) =>
  auth.username === user && auth.password === password;
const sinkOf = (options: Parameters<typeof startSink>[0] = {}) =>
  startSink({
    hideSTARTTLS: true,
    allowInsecureAuth: true,
    onAuth: (auth, _session, done) =>
      login('support', 'hunter2')(auth as never) ? done(null, { user: 'support' }) : done(new Error('no such user')),
    ...options,
  });

describe('a mailbox in order', () => {
  test('tells what its servers can do', async () => {
    const imap = await up(startImap(['IDLE', 'MOVE', 'UIDPLUS']));
    const smtp = await up(sinkOf());
    const keys = '    after: { move: Spoc/Done }\n    sent_copy: Sent';
    const found = await check(
      `host: 127.0.0.1, port: ${imap.port}, tls: none, ${PASSWORD}`,
      `host: 127.0.0.1, port: ${smtp.port}, tls: none, ${PASSWORD}`,
      { keys },
    );
    expect(found.imap).toEqual({
      kind: 'fine',
      facts: ['IDLE', 'MOVE', 'UIDPLUS', '1 mails in INBOX', 'folder Spoc/Done will be made', 'folder Sent'],
      doubts: [],
    });
    expect(found.smtp).toEqual({ kind: 'fine', facts: ['login'], doubts: [] });
    expect(found.all.filter((one) => one.mailbox === 'other').map((one) => one.finding.kind)).toEqual(['none', 'none']);
    expect(smtp.taken).toEqual([]);
  });

  test('logs in over TLS with a certificate authority of its own', async () => {
    const imap = await up(startImap([], { ...cert, implicit: true }));
    const smtp = await up(sinkOf({ secure: true, ...cert }));
    const tls = `host: localhost, ca_file: ca.pem, ${PASSWORD}`;
    const found = await check(`${tls}, port: ${imap.port}`, `${tls}, port: ${smtp.port}`, {
      files: { 'ca.pem': cert.cert },
    });
    expect([found.imap.kind, found.smtp.kind]).toEqual(['fine', 'fine']);
  });

  test('logs in by STARTTLS', async () => {
    const imap = await up(startImap(['STARTTLS'], { ...cert, implicit: false }));
    const smtp = await up(sinkOf({ hideSTARTTLS: false, allowInsecureAuth: false, ...cert }));
    const tls = `host: localhost, tls: starttls, ca_file: ca.pem, ${PASSWORD}`;
    const found = await check(`${tls}, port: ${imap.port}`, `${tls}, port: ${smtp.port}`, {
      files: { 'ca.pem': cert.cert },
    });
    expect([found.imap.kind, found.smtp.kind]).toEqual(['fine', 'fine']);
  });

  test('logs in by XOAUTH2 with a token of the endpoint', async () => {
    const authority = await up(startAuthorizationServer());
    const imap = await up(startImap([]));
    const tokens: (string | undefined)[] = [];
    const smtp = await up(
      sinkOf({
        authMethods: ['XOAUTH2'],
        onAuth: (auth, _session, done) => {
          tokens.push(auth.accessToken);
          done(null, { user: auth.username });
        },
      }),
    );
    const oauth = `user: support, oauth: { provider: microsoft, tenant: t, client_id: c, client_secret: "$${'{CLIENT}'}", token_url: "${authority.tokenUrl}" }`;
    const found = await check(
      `host: 127.0.0.1, tls: none, port: ${imap.port}, ${oauth}`,
      `host: 127.0.0.1, tls: none, port: ${smtp.port}, ${oauth}`,
    );
    // Whichever asks first gets access-1, which is the only one that the IMAP server takes.
    expect(found.smtp.kind).toBe('fine');
    expect(authority.asked).toHaveLength(2);
    expect([found.imap.kind, tokens]).toEqual(
      tokens[0] === 'access-2' ? ['fine', ['access-2']] : ['failed', ['access-1']],
    );
  });

  test('what a server lacks is a doubt with a way out', async () => {
    const imap = await up(startImap([]));
    const found = await check(`host: 127.0.0.1, port: ${imap.port}, tls: none, ${PASSWORD}`, 'none', {
      keys: '    after: delete',
    });
    expect(found.imap).toMatchObject({ kind: 'fine', facts: ['no IDLE', 'no MOVE', 'no UIDPLUS', '1 mails in INBOX'] });
    expect(found.imap.kind === 'fine' && found.imap.doubts.map((doubt) => doubt.message)).toEqual([
      'new mail is not announced',
      'the server cannot delete single mails (no UIDPLUS)',
    ]);
    expect(found.smtp).toEqual({ kind: 'none', why: 'the mailbox only reads' });
  });
});

describe('what is wrong, with the next step', () => {
  const problem = (finding: Finding) =>
    finding.kind === 'failed' ? `${finding.problem.message} – ${finding.problem.next}` : finding.kind;

  test('a wrong password', async () => {
    const imap = await up(startImap([]));
    const smtp = await up(sinkOf());
    const wrong = PASSWORD.replace('PASSWORD', 'WRONG');
    const found = await check(
      `host: 127.0.0.1, port: ${imap.port}, tls: none, ${wrong}`,
      `host: 127.0.0.1, port: ${smtp.port}, tls: none, ${wrong}`,
    );
    for (const finding of [found.imap, found.smtp]) {
      expect(problem(finding)).toMatch(/refuses the login.*check `user` and the password/);
      expect(JSON.stringify(finding)).not.toContain('"wrong');
    }
  });

  test('a relay that offers no login', async () => {
    const imap = await up(startImap([]));
    const smtp = await up(sinkOf({ disabledCommands: ['AUTH', 'STARTTLS'] }));
    const found = await check(
      `host: 127.0.0.1, port: ${imap.port}, tls: none, ${PASSWORD}`,
      `host: 127.0.0.1, port: ${smtp.port}, tls: none, ${PASSWORD}`,
    );
    expect(found.smtp.kind).toBe('failed');
  });

  test('a folder that is not there', async () => {
    const imap = await up(startImap([]));
    const found = await check(`host: 127.0.0.1, port: ${imap.port}, tls: none, ${PASSWORD}`, 'none', {
      keys: '    folder: Support',
    });
    expect(problem(found.imap)).toBe('there is no folder Support – folders here: INBOX, Sent, Archive');
  });

  test('a certificate that nobody vouches for', async () => {
    const imap = await up(startImap([], { ...cert, implicit: true }));
    const smtp = await up(sinkOf({ secure: true, ...cert }));
    const found = await check(
      `host: localhost, port: ${imap.port}, ${PASSWORD}`,
      `host: localhost, port: ${smtp.port}, ${PASSWORD}`,
    );
    for (const finding of [found.imap, found.smtp])
      expect(problem(finding)).toMatch(/certificate.*is not trusted.*ca_file/);
  });

  test('a certificate for another name', async () => {
    const imap = await up(startImap([], { ...cert, implicit: true }));
    const smtp = await up(sinkOf({ secure: true, ...cert }));
    const tls = `host: 127.0.0.1, ca_file: ca.pem, ${PASSWORD}`;
    const found = await check(`${tls}, port: ${imap.port}`, `${tls}, port: ${smtp.port}`, {
      files: { 'ca.pem': cert.cert },
    });
    for (const finding of [found.imap, found.smtp]) expect(problem(finding)).toMatch(/certificate.*is not trusted/);
  });

  test('no STARTTLS: nothing is said in plain text', async () => {
    const imap = await up(startImap([]));
    const smtp = await up(sinkOf({ disabledCommands: ['STARTTLS'] }));
    const found = await check(
      `host: localhost, tls: starttls, port: ${imap.port}, ${PASSWORD}`,
      `host: localhost, tls: starttls, port: ${smtp.port}, ${PASSWORD}`,
    );
    for (const finding of [found.imap, found.smtp]) expect(problem(finding)).toMatch(/offers no STARTTLS/);
  });

  test('implicit TLS towards a port that speaks plain text first', async () => {
    const imap = await up(startImap([]));
    const smtp = await up(sinkOf());
    const found = await check(
      `host: localhost, port: ${imap.port}, ${PASSWORD}`,
      `host: localhost, port: ${smtp.port}, ${PASSWORD}`,
    );
    for (const finding of [found.imap, found.smtp]) expect(problem(finding)).toMatch(/does not begin with TLS/);
  });

  test('nobody listens', async () => {
    const gone = await startMute();
    await gone.close();
    const server = `host: 127.0.0.1, tls: none, port: ${gone.port}, ${PASSWORD}`;
    const found = await check(server, server);
    for (const finding of [found.imap, found.smtp]) expect(problem(finding)).toMatch(/nobody listens at 127\.0\.0\.1/);
  });

  test('a server that says nothing is given up in time', async () => {
    const mute = await up(startMute());
    const server = `host: 127.0.0.1, tls: none, port: ${mute.port}, ${PASSWORD}`;
    const found = await check(server, server, { deps: { ...deps, timeout: 300 } });
    for (const finding of [found.imap, found.smtp]) expect(problem(finding)).toMatch(/does not answer in time/);
  });

  test('consent that is gone', async () => {
    const authority = await up(startAuthorizationServer());
    authority.replies.push({ status: 400, body: { error: 'invalid_grant' } });
    const oauth = `user: support, oauth: { provider: google, client_id: c, client_secret: "$${'{CLIENT}'}", refresh_token: "$${'{PASSWORD}'}", token_url: "${authority.tokenUrl}" }`;
    const found = await check(`host: 127.0.0.1, tls: none, port: 1, ${oauth}`, 'none');
    expect(problem(found.imap)).toMatch(/the consent for mailbox main is gone.*spoc login main/);
  });
});

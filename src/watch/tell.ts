import { spawn } from 'node:child_process';
import nodemailer from 'nodemailer';
import type { Logger } from 'pino';
import { withoutSecret } from '../config/secret.ts';
import type { AlertSettings } from '../config/settings.ts';

/** What the operator is told. `text` has no address and no token in it. */
export interface Told {
  readonly kind: 'alarm' | 'cleared' | 'daily';
  readonly subject: string;
  readonly text: string;
  readonly at: Date;
}

/** Tells the operator by every way there is; answers the ways that failed, each with why. */
export type Tell = (told: Told) => Promise<readonly string[]>;

/** Each way has so long (milliseconds). */
const PATIENCE = 20_000;

/** The ways of the configuration, none of which the desks' mail goes by. A way that fails is logged and keeps none of the others. */
export function createTell(alerts: AlertSettings, log: Pick<Logger, 'error' | 'info'>): Tell {
  return async (told) => {
    const ways: readonly (readonly [string, () => Promise<void>])[] = [
      ['smtp', () => mail(alerts, told)],
      ['webhook', () => post(alerts, told)],
      ['command', () => run(alerts, told)],
    ];
    const failed: string[] = [];
    for (const [name, go] of ways) {
      try {
        await go();
      } catch (error) {
        const login = alerts.mail?.server.login;
        const password = login?.kind === 'password' ? login.password.reveal() : undefined;
        const why = `${name}: ${withoutSecret(error instanceof Error ? error.message : String(error), password)}`;
        log.error({ why }, 'the operator could not be told');
        failed.push(why);
      }
    }
    return failed;
  };
}

async function mail({ mail: way }: AlertSettings, { subject, text, at }: Told): Promise<void> {
  if (way === undefined) return;
  const { host, port, tls, ca, login } = way.server;
  const transport = nodemailer.createTransport({
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    connectionTimeout: PATIENCE,
    greetingTimeout: PATIENCE,
    socketTimeout: PATIENCE,
    ...(ca === undefined ? {} : { tls: { ca } }),
    ...(login.kind === 'password' ? { auth: { user: login.user, pass: login.password.reveal() } } : {}),
  });
  try {
    await transport.sendMail({
      from: way.from,
      to: [...way.to],
      subject: `[Spoc] ${subject}`,
      text,
      date: at,
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
  } finally {
    transport.close();
  }
}

async function post({ webhook }: AlertSettings, told: Told): Promise<void> {
  if (webhook === undefined) return;
  const answer = await fetch(webhook.reveal(), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(told),
    signal: AbortSignal.timeout(PATIENCE),
    redirect: 'error',
  }).catch((error: unknown) => {
    // The address may hold a key: its own words are not repeated.
    throw new Error(error instanceof Error && error.name === 'TimeoutError' ? 'no answer in time' : 'no connection');
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`the answer was ${answer.status}`);
}

function run({ command }: AlertSettings, told: Told): Promise<void> {
  const [program, ...rest] = command ?? [];
  if (program === undefined) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const child = spawn(program, rest, {
      stdio: ['pipe', 'ignore', 'ignore'],
      timeout: PATIENCE,
      killSignal: 'SIGKILL',
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`${program} ended with ${code ?? signal ?? 'nothing'}`));
    });
    child.stdin.on('error', () => undefined); // it may not care to read
    child.stdin.end(JSON.stringify(told));
  });
}

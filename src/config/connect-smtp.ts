import { createTransport } from 'nodemailer';
import type { Credentials, Finding } from './connect.ts';
import { failure, inTime } from './connect-failure.ts';
import type { ServerSettings } from './settings.ts';

/** Connects and logs in as for sending, and sends nothing. */
export async function checkSmtp(
  server: ServerSettings,
  credentials: Credentials | undefined,
  timeout: number,
): Promise<Finding> {
  const transport = createTransport({
    host: server.host,
    port: server.port,
    secure: server.tls === 'implicit',
    requireTLS: server.tls === 'starttls',
    ignoreTLS: server.tls === 'none',
    tls: { minVersion: 'TLSv1.2', rejectUnauthorized: true, ...(server.ca === undefined ? {} : { ca: server.ca }) },
    ...(credentials === undefined ? {} : { auth: authOf(credentials), forceAuth: true }),
    dnsTimeout: timeout,
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
  });
  try {
    await inTime(transport.verify(), timeout, () => transport.close());
    return { kind: 'fine', facts: [credentials === undefined ? 'no login asked for' : 'login'], doubts: [] };
  } catch (error) {
    return failure(error, server, credentials);
  } finally {
    transport.close();
  }
}

function authOf({ user, password, accessToken }: Credentials) {
  if (accessToken !== undefined) return { type: 'OAuth2' as const, user, accessToken };
  return { user, pass: password ?? '' };
}

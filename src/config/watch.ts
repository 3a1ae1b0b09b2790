import { type WatchInput, watch } from './schema-watch.ts';
import { readSecret, type SecretReader } from './secrets.ts';
import { isLoopback, readServer } from './servers.ts';
import type { WatchSettings } from './settings.ts';

/** What holds where nothing is said, or where what is said is broken. */
export const WATCH_UNSAID: WatchInput = watch.parse({});

/** Checks what is said of watching and reads its secrets; undefined when the report says what is wrong. */
export async function readWatch(reader: SecretReader, input: WatchInput): Promise<WatchSettings | undefined> {
  const { document, report } = reader;
  const { alerts } = input;
  const path = ['watch', 'alerts'];
  if (input.listen !== undefined && !isLoopback(input.listen.host))
    report.warning(
      document,
      ['watch', 'listen'],
      'anyone who reaches this address can read how much mail there is',
      'listen on 127.0.0.1, or guard it with a firewall',
    );
  const server = alerts.smtp && (await readServer(reader, 'smtp', [...path, 'smtp'], undefined, alerts.smtp));
  if (alerts.smtp !== undefined) {
    if (alerts.from === undefined) report.missing(document, path, 'has no from', 'say `from: spoc@example.com`');
    if (alerts.to === undefined) report.missing(document, path, 'has no to', 'say `to: [operator@example.com]`');
  }
  const url = await readSecret(reader, path, 'webhook', alerts.webhook, undefined);
  if (url !== undefined && !/^https?:\/\/[^\s]+$/.test(url.reveal()))
    report.error(document, [...path, 'webhook'], 'the variable holds no http(s) address', 'https://example.com/hook');
  tellWhenNobodyIsTold(input, reader);
  if (report.failed) return undefined;
  return {
    listen: input.listen,
    alerts: {
      mail:
        server === undefined || alerts.from === undefined || alerts.to === undefined
          ? undefined
          : { server, from: alerts.from, to: alerts.to },
      webhook: url,
      command: alerts.command,
      repeat: alerts.repeat,
    },
    quietFor: input.quiet_for,
    canary: input.canary,
    daily: input.daily,
  };
}

function tellWhenNobodyIsTold({ alerts, canary, daily }: WatchInput, { document, report }: SecretReader): void {
  const told = alerts.smtp !== undefined || alerts.webhook !== undefined || alerts.command !== undefined;
  if (told || (canary === undefined && daily === undefined)) return;
  report.warning(
    document,
    ['watch'],
    'nobody is told: there is no way in `alerts`',
    'say `alerts:` with smtp, webhook or command; until then it stands in the log',
  );
}

import type { Settings } from '../config/settings.ts';
import type { GatewayStatus } from '../intake/control.ts';
import { SHIPPED } from './configuration.ts';
import { colour } from './terminal.ts';

/** What the screen says once the gateway runs: which addresses it serves, how to send a first mail, where the tickets are. */
export function welcome(settings: Settings, status: GatewayStatus): readonly string[] {
  const shipped = settings.file === SHIPPED;
  const out = [
    colour.bold('Spoc runs.'),
    `  configuration  ${settings.file}${shipped ? '  (for trying out; `npx spoc init` writes your own)' : ''}`,
    `  data           ${settings.data}`,
  ];
  for (const { desk } of settings.desks.values())
    out.push(`  desk           ${desk.name}: ${desk.addresses.join(', ')}  (tickets ${desk.prefix}-…)`);
  for (const [id, { access, folder }] of settings.mailboxes) {
    if (access.kind === 'servers')
      out.push(`  mailbox        ${id}: reads ${folder} on ${access.imap.host}:${access.imap.port}`);
  }
  if (settings.lmtp !== undefined) out.push(`  LMTP           ${settings.lmtp.host}:${settings.lmtp.port}`);
  if (settings.delivery === 'hold')
    out.push(colour.yellow('  mail out       held in the outbox: `npx spoc outbox release` lets it go'));
  for (const { mailbox, imap, smtp } of status.embedded) {
    out.push(
      `  mailbox        ${mailbox}: within the gateway, IMAP ${imap.host}:${imap.port}, SMTP ${smtp.host}:${smtp.port}`,
    );
  }
  const [first] = status.embedded;
  const [desk] = settings.desks.values();
  if (first !== undefined && desk !== undefined) {
    const to = desk.desk.addresses[0];
    out.push(
      '',
      'Send a first mail:',
      `  npx spoc demo        plays a short story between clients and agents`,
      `  printf 'From: me@example.com\\nTo: ${to}\\nSubject: Hello\\n\\nMy first mail.\\n' |`,
      `    curl -sS --url smtp://${first.smtp.host}:${first.smtp.port} --mail-from me@example.com --mail-rcpt ${to} -T -`,
    );
  }
  out.push('', 'See the tickets:', '  npx spoc ticket list', 'Ctrl-C ends the gateway.', '');
  return out;
}

import { messageId } from '../mail/address.ts';
import type { MessageId } from '../mail/mail.ts';

/**
 * Microsoft 365 and Outlook.com: `250 2.0.0 OK <id@host.prod.outlook.com> [Hostname=…]`; Exchange: `250 2.6.0 <id> [InternalId=…`. The
 * bracket is asked for because others name the recipient there (Dovecot: `250 2.0.0 <ana@client.example> … Saved`), and who knows an
 * address must not know an id of ours.
 */
const NAMED = /^250[ -]2\.(?:0\.0 OK|6\.0) (<[^<>\s@]{1,200}@[^<>\s@]{1,200}>) \[(?:Hostname|InternalId)=/i;
/** Amazon SES: `250 Ok 0100018b5c3c0a4f-…-000000`, the local part of the id that it sets. */
const SES = /^250 Ok ([0-9a-f]{8,40}(?:-[0-9a-f]{1,40}){1,10})$/i;
const REGION = /^[a-z]{2}(?:-[a-z]+){1,3}-\d{1,2}$/;

/**
 * The Message-ID under which a relay sends the mail on in place of ours, read from its final reply; undefined where it keeps ours or says
 * nothing in a known form. `host` is the relay's name: an SES reply means something only when it comes from SES.
 */
export function relayAlias(response: string, host: string, ours: MessageId): MessageId | undefined {
  const line = response.slice(0, 1_000).trim();
  const named = NAMED.exec(line)?.[1];
  if (named !== undefined) return other(messageId(named), ours);
  const ses = SES.exec(line)?.[1];
  const region = ses === undefined ? undefined : sesRegion(host);
  if (ses === undefined || region === undefined) return undefined;
  // us-east-1 is the first region, and keeps the first name.
  return other(messageId(`<${ses.toLowerCase()}@${region === 'us-east-1' ? 'email' : region}.amazonses.com>`), ours);
}

function other(id: MessageId | undefined, ours: MessageId): MessageId | undefined {
  return id === ours ? undefined : id;
}

/** `eu-west-1` of `email-smtp.eu-west-1.amazonaws.com`; undefined for hosts that are not SES. */
function sesRegion(host: string): string | undefined {
  const labels = host.toLowerCase().replace(/\.$/, '').split('.');
  const domain = labels.slice(-2).join('.');
  if (domain !== 'amazonaws.com' && domain !== 'awsapps.com') return undefined;
  return labels.slice(0, -2).find((label) => REGION.test(label));
}

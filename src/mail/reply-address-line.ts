import { emailAddress } from './address.ts';
import type { EmailAddress } from './mail.ts';

/** What a line is called by which a client names another address for one case, in the desks' languages. */
const LABEL =
  /^(?:reply[ -]?to|reply address|address for replies|odgovor na|odgovorite na|adresa za odgovor|e-?mail za odgovor|naslov za odgovor|odpoveď na|odpovedajte na|adresa na odpoveď|e-?mail na odpoveď|odpověď na|odpovídejte na|adresa pro odpověď|e-?mail pro odpověď|одговор на|одговорете на|адреса за одговор|е-?пошта за одговор)\s*[:：]\s*(\S.*)$/iu;

/** Lines of a mail that are looked at; characters of such a line. */
const MOST_LINES = 60;
const LONGEST = 300;

/** The other address that a mail's own words name for its case: `Reply to: office@client.example`. The first counts; undefined when none does. */
export function replyAddressIn(text: string): EmailAddress | undefined {
  for (const line of text.split('\n', MOST_LINES)) {
    const named = line.length > LONGEST ? undefined : LABEL.exec(line.trim())?.[1]?.trim();
    if (named === undefined) continue;
    const bare = /<([^<>\s]+)>/.exec(named)?.[1] ?? named.split(/\s/, 1)[0] ?? '';
    const address = emailAddress(bare.replace(/^mailto:/i, '').replace(/[.,;]+$/, ''));
    if (address !== undefined) return address;
  }
  return undefined;
}

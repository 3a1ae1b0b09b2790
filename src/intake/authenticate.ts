import type { Readable } from 'node:stream';
import type { Settings } from '../config/settings.ts';
import type { Citation, MailFacts } from '../desk/facts.ts';
import { domainOf } from '../mail/address.ts';
import type { AuthenticationResults } from '../mail/authenticity/authentication-results.ts';
import type { KnownParties } from '../mail/authenticity/flags.ts';
import { judge } from '../mail/authenticity/judge.ts';
import { type OwnCheck, type Resolver, verifyOurselves } from '../mail/authenticity/own-check.ts';
import { trustedResults } from '../mail/authenticity/trusted-results.ts';
import type { ParsedMail } from '../mail/mail.ts';

/** What speaks for the sender, before it is known what of ours he cites. */
export interface SenderEvidence {
  readonly trusted: readonly AuthenticationResults[];
  readonly own: OwnCheck | undefined;
}

/** Gathers the evidence: trusted receivers first; our own check of the signature where they say nothing of use. */
export interface Authenticator {
  examine(mail: ParsedMail, raw: () => Promise<Buffer | Readable>, trusted: readonly string[]): Promise<SenderEvidence>;
}

/** A mail's signature is checked within this many milliseconds, or counts as unknown. */
const CHECK_TIME = 8_000;

/** `resolver` undefined: signatures are not checked (`dns: off`). */
export function createAuthenticator(resolver: Resolver | undefined, now: () => Date): Authenticator {
  return {
    async examine(mail, raw, trustedNames) {
      const trusted = trustedResults(mail.headers, trustedNames);
      const settled = trusted.some(({ results }) =>
        results.some(({ method, result }) => (method === 'dmarc' || method === 'auth') && result === 'pass'),
      );
      const signed = mail.headers.some((header) => header.name === 'dkim-signature');
      if (settled || !signed || resolver === undefined) return { trusted, own: undefined };
      const from = mail.from.map(({ address }) => address);
      const own = await verifyOurselves(await raw(), {
        from,
        resolver,
        now: now(),
        signal: AbortSignal.timeout(CHECK_TIME),
      });
      return { trusted, own };
    },
  };
}

/** Desks and agents, whose names and domains somebody might borrow: built once. */
export function knownParties(settings: Settings): KnownParties {
  const people = [...settings.policy.desks.values(), ...settings.policy.agents.values()];
  const domains = new Set(people.flatMap(({ addresses }) => addresses.map(domainOf)));
  return { people: people.map(({ name, addresses }) => ({ name, addresses })), domains: [...domains] };
}

/** Judges the sender by DESIGN §4, now that the citations are known. */
export function judgeSender(
  mail: ParsedMail,
  evidence: SenderEvidence,
  citations: readonly Citation[],
  known: KnownParties,
): MailFacts['authenticity'] & { readonly dmarc: string } {
  const good = citations.find((one) => one.issuedToSender && !one.exposed && !one.expired);
  const [first] = citations;
  const citation =
    good !== undefined
      ? {
          issuedToSender: true,
          reason: `it cites ${good.via === 'token' ? 'an address token' : 'a Message-ID'} that we issued to this address`,
        }
      : first === undefined
        ? undefined
        : { issuedToSender: false, reason: whyNot(first) };
  return judge({
    from: mail.from,
    replyTo: mail.replyTo,
    trusted: evidence.trusted,
    own: evidence.own,
    citation,
    known,
  });
}

function whyNot(citation: Citation): string {
  if (citation.expired) return 'what it cites of ours has expired';
  return citation.exposed
    ? 'what it cites of ours was seen by others'
    : 'what it cites of ours was issued to another address';
}

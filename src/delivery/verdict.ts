import type { MessageId } from '../mail/mail.ts';

/** Where in an SMTP session something happened; `message` is everything after the relay has said 354. */
export type Step = 'connect' | 'login' | 'sender' | 'recipient' | 'data' | 'message';

/** What one try to hand a mail to a relay came to, as seen on the wire. */
export type SendResult =
  /** The relay took it. `alias` is the Message-ID it gave the mail in place of ours. */
  | { readonly kind: 'sent'; readonly response: string; readonly alias: MessageId | undefined }
  /** The relay said no. */
  | { readonly kind: 'refused'; readonly step: Step; readonly code: number; readonly text: string }
  /** The relay said nothing (more). `handed`: the end of the mail had been handed to the network, so it may have been taken. */
  | { readonly kind: 'lost'; readonly step: Step; readonly handed: boolean; readonly text: string }
  /** Our own side could not produce the mail (a blob that cannot be read); the relay dropped what it had of it. */
  | { readonly kind: 'unreadable'; readonly text: string }
  /** The envelope cannot be said in SMTP at all. */
  | { readonly kind: 'unsendable'; readonly text: string };

/** What is to be done about it. */
export type Verdict =
  | { readonly kind: 'sent'; readonly response: string; readonly alias: MessageId | undefined }
  /** This mail again, later. `slow`: the relay asked everyone to wait. */
  | { readonly kind: 'again'; readonly text: string; readonly slow: boolean }
  /** No mail's fault: the relay is away or does not let us in. All its mail waits. */
  | { readonly kind: 'trouble'; readonly text: string }
  /** Never: a person must know. `status` is the RFC 3463 code, when one was said. */
  | { readonly kind: 'failed'; readonly text: string; readonly status: string | undefined }
  /** It may or may not have been taken (DESIGN §3.7). */
  | { readonly kind: 'uncertain'; readonly text: string };

/** Replies that speak of our login, at whatever step they come (RFC 4954 §6). */
const LOGIN_CODES: ReadonlySet<number> = new Set([530, 534, 535, 538]);

/** Judges a result. A mail is given up only for a permanent reply that speaks of the mail itself. */
export function judge(result: SendResult): Verdict {
  switch (result.kind) {
    case 'sent':
      return result;
    case 'unreadable':
      return { kind: 'again', text: result.text, slow: false };
    case 'unsendable':
      return { kind: 'failed', text: result.text, status: undefined };
    case 'lost':
      if (result.step === 'connect' || result.step === 'login') return { kind: 'trouble', text: result.text };
      // A relay that has not seen the end of the mail drops it (RFC 5321 §3.8): only past that point it may have been taken.
      return result.handed
        ? { kind: 'uncertain', text: result.text }
        : { kind: 'again', text: result.text, slow: false };
    case 'refused':
      return judgeRefusal(result);
  }
}

function judgeRefusal({ step, code, text }: SendResult & { kind: 'refused' }): Verdict {
  if (step === 'connect' || step === 'login' || LOGIN_CODES.has(code)) return { kind: 'trouble', text };
  const status = enhancedStatus(text);
  // 421: "shutting down", also said to clients that send too much. Gmail words its daily limit as 550 5.4.5.
  if (code === 421 || status === '5.4.5') return { kind: 'again', text, slow: true };
  // 503 says that the session was out of step, not that the mail was bad.
  if (code < 500 || code === 503) return { kind: 'again', text, slow: false };
  return { kind: 'failed', text, status };
}

/** The RFC 3463 code of a reply (`5.1.1`), when it says one right after the three digits (RFC 2034 §4). */
export function enhancedStatus(reply: string): string | undefined {
  return /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(reply)?.[1];
}

/**
 * Whether a permanent refusal is about the envelope sender rather than the mail: at MAIL FROM (but not for size or login), or later in words
 * that name the sender, as Postfix does (`smtpd_delay_reject` answers at RCPT) and Exchange (`SendAsDenied`, `5.7.60`, after the text).
 */
export function refusesSender(result: SendResult): boolean {
  if (result.kind !== 'refused' || result.code < 500 || LOGIN_CODES.has(result.code) || result.code === 503)
    return false;
  const status = enhancedStatus(result.text);
  if (result.step === 'sender') return result.code !== 552 && status !== '5.3.4';
  if (status === '5.1.7' || status === '5.1.8' || status === '5.7.60') return true;
  return /sender (?:address )?(?:rejected|denied|refused)|not owned by user|SendAsDenied|send as this sender/i.test(
    result.text.slice(0, 1_000),
  );
}

import type { SendResult, Step } from './verdict.ts';

/**
 * Where a try stood when it ended. `content`: the relay has said 354 and the mail is on its way. `handed`: its end has been handed to the
 * network.
 */
export type Phase = 'connect' | 'login' | 'envelope' | 'content' | 'handed';

/** The longest reply that is kept, in characters. */
const MOST_REPLY = 500;

/**
 * Reads an error of nodemailer's SMTP connection. It has `responseCode` and `response` when the relay spoke, and `command` for what it spoke
 * about (`CONN` for the connection itself, `DATA` both for the command and, with the code EMESSAGE, for the mail). Without a reply of 4xx or
 * 5xx it is a connection lost, a timeout, or our own stream (ESTREAM).
 */
export function resultOfError(error: Error, phase: Phase): SendResult {
  const { code, command, response, responseCode } = parts(error);
  const text = cleanReply(response ?? error.message);
  if (responseCode !== undefined && responseCode >= 400 && responseCode <= 599) {
    return { kind: 'refused', step: stepOf(command, code, phase), code: responseCode, text };
  }
  if (code === 'ESTREAM') return { kind: 'unreadable', text };
  if (command === 'API' && code === 'EENVELOPE') return { kind: 'unsendable', text };
  return { kind: 'lost', step: stepOfPhase(phase), handed: phase === 'handed', text };
}

/** One line without control characters, bounded. */
export function cleanReply(text: string): string {
  return text
    .slice(0, 4 * MOST_REPLY)
    .replace(/[\x00-\x1f\x7f]+/g, ' ')
    .trim()
    .slice(0, MOST_REPLY);
}

function stepOf(command: string | undefined, code: string | undefined, phase: Phase): Step {
  if (command === 'MAIL FROM') return 'sender';
  if (command === 'RCPT TO') return 'recipient';
  if (command === 'DATA') return code === 'EMESSAGE' ? 'message' : 'data';
  if (command?.startsWith('AUTH')) return 'login';
  return stepOfPhase(phase);
}

function stepOfPhase(phase: Phase): Step {
  if (phase === 'connect' || phase === 'login') return phase;
  return phase === 'envelope' ? 'sender' : 'message';
}

interface Parts {
  readonly code: string | undefined;
  readonly command: string | undefined;
  readonly response: string | undefined;
  readonly responseCode: number | undefined;
}

function parts(
  error: Error & { code?: unknown; command?: unknown; response?: unknown; responseCode?: unknown },
): Parts {
  return {
    code: typeof error.code === 'string' ? error.code : undefined,
    command: typeof error.command === 'string' ? error.command : undefined,
    response: typeof error.response === 'string' ? error.response : undefined,
    responseCode: typeof error.responseCode === 'number' ? error.responseCode : undefined,
  };
}

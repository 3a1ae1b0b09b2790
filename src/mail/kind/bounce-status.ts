/** What SMTP servers write beside a bare reply code, and the subject and detail of the RFC 3463 code it means. */
const REPLY_TEXTS: readonly { readonly detail: string; readonly pattern: RegExp }[] = [
  {
    detail: '2.2',
    pattern:
      /(?:mail(?:box|folder)|account|user|inbox|quota)\S* (?:is |has |are )?(?:been )?(?:full|exceed\w*|over)|over ?quota|quota exceeded|exceeds? allowed size|exceeded (?:the|its|storage|local)|insufficient (?:disk|storage)/,
  },
  {
    detail: '1.2',
    pattern:
      /host (?:name )?(?:unknown|not found|lookup)|unknown host|no such (?:domain|host)|domain (?:does not exist|not found)|name service error|no mx (?:record )?found|unrouteable|dns lookup failure/,
  },
  {
    detail: '1.1',
    pattern:
      /(?:user|recipient|mailbox|account|address|addressee)\S* (?:\S{1,80} )?(?:is |was |has )?(?:unknown|not found|not known|does(?:n't| not) (?:exist|have)|not (?:listed|exist|recognized)|unavailable|disabled|invalid)|unknown (?:user|recipient|mailbox|address)|no such (?:user|recipient|mailbox|address|person)|no mailbox here|invalid (?:recipient|user|final delivery userid|address|mailbox)|(?:uživatel|používateľ) neexistuje|user \S{1,80} \(\S{1,120}\) not listed/,
  },
  {
    detail: '3.4',
    pattern: /(?:message|mail|size)\S* (?:is )?(?:too (?:big|large)|size (?:limit )?exceed)|size limit exceeded/,
  },
  { detail: '4.6', pattern: /hop count|mail loop|routing loop|too many hops/ },
  {
    detail: '4.7',
    pattern:
      /(?:retry|delivery|queue) (?:time ?out|time|lifetime)\S* (?:exceeded|expired)|envelope expired|message expired|in the queue too long|timed out|giving up|could not be delivered for \d+/,
  },
  {
    detail: '7.1',
    pattern:
      /access denied|relay(?:ing)? (?:access )?(?:denied|not permitted)|blocked|black ?list|spam|rejected (?:for|by) policy|not (?:allowed|permitted|authorized)/,
  },
];

const STATUS = /([245]\.\d{1,3}\.\d{1,3})(?![\d.])/;
/** Where a status may stand: after a reply code, a #, a bracket, a colon. Elsewhere such a number may be a version or an address. */
const STATED =
  /(?:[245]\d\d[-\s:'"]{1,3}|#|\(|\[|(?:status|error|code|dsn|esmtp)\b[:=\s#]{0,3}|:\s{0,3}|^[ \t]*)([245]\.\d{1,3}\.\d{1,3})(?![\d.])/im;
const REPLY_CODE = /(?:^|[\s:;"'[(])([45])\d\d(?=[-\s:;"'.,\])]|$)/m;

/** Finds the RFC 3463 code in the words of a report: as stated, else from an SMTP reply code and its text; undefined when nobody said one. */
export function statusInText(text: string): string | undefined {
  const stated = STATED.exec(text)?.[1];
  if (stated && !stated.startsWith('2')) return stated;
  const words = text.toLowerCase();
  const detail = REPLY_TEXTS.find(({ pattern }) => pattern.test(words))?.detail;
  const replyClass = REPLY_CODE.exec(text)?.[1];
  if (replyClass) return `${replyClass}.${detail ?? '0.0'}`;
  if (!detail) return undefined;
  // Without a code: what passes with time is temporary.
  return `${detail === '4.7' || detail === '2.2' ? '4' : '5'}.${detail}`;
}

/** The code of a Diagnostic-Code, which is often more precise than a Status of 5.0.0 (RFC 3464 §2.3.6). */
export function preciseStatus(status: string | undefined, diagnostic: string): string | undefined {
  if (status && !/^[45]\.0\.0$/.test(status)) return status;
  const stated = STATUS.exec(diagnostic)?.[1];
  if (stated && (!status || stated[0] === status[0])) return stated;
  return status ?? (diagnostic === '' ? undefined : statusInText(diagnostic));
}

import { describe, expect, it } from 'vitest';
import { enhancedStatus, judge, refusesSender, type SendResult, type Step } from '../../src/delivery/verdict.ts';

function refused(step: Step, text: string): SendResult {
  return { kind: 'refused', step, code: Number(text.slice(0, 3)), text };
}

function lost(step: Step, handed: boolean): SendResult {
  return { kind: 'lost', step, handed, text: 'Connection closed' };
}

describe('what a result means', () => {
  it.each<[string, SendResult, string]>([
    ['greylisted', refused('recipient', '450 4.2.0 greylisted'), 'again'],
    ['mailbox full', refused('recipient', '452 4.2.2 over quota'), 'again'],
    ['unknown user', refused('recipient', '550 5.1.1 no such user'), 'failed'],
    ['refused DATA', refused('data', '554 5.5.1 no valid recipients'), 'failed'],
    ['DATA put off', refused('data', '451 4.3.0 later'), 'again'],
    ['spam', refused('message', '554 5.7.1 spam'), 'failed'],
    ['scanner away', refused('message', '451 4.7.1 scanner'), 'again'],
    ['session out of step', refused('recipient', '503 5.5.1 MAIL first'), 'again'],
    ['shutting down', refused('message', '421 4.3.2 shutting down'), 'again'],
    ['Gmail daily limit', refused('recipient', '550 5.4.5 Daily user sending limit exceeded.'), 'again'],
    ['Postfix defers relaying', refused('recipient', '454 4.7.1 Relay access denied'), 'again'],
    ['greeting 554', refused('connect', '554 5.7.1 your address is listed'), 'trouble'],
    ['wrong password', refused('login', '535 5.7.8 bad credentials'), 'trouble'],
    ['not logged in', refused('sender', '530 5.7.0 authentication required'), 'trouble'],
    ['no connection', lost('connect', false), 'trouble'],
    ['token endpoint down', lost('login', false), 'trouble'],
    ['lost in the envelope', lost('sender', false), 'again'],
    ['lost before the end', lost('message', false), 'again'],
    ['lost after the end', lost('message', true), 'uncertain'],
    ['blob unreadable', { kind: 'unreadable', text: 'ENOENT' }, 'again'],
    ['address impossible', { kind: 'unsendable', text: 'Invalid recipient' }, 'failed'],
    ['taken', { kind: 'sent', response: '250 ok', alias: undefined }, 'sent'],
  ])('%s', (_, result, kind) => {
    expect(judge(result).kind).toBe(kind);
  });

  it('asks everyone to wait only for 421 and daily limits', () => {
    expect(judge(refused('recipient', '421 4.7.0 too many'))).toMatchObject({ slow: true });
    expect(judge(refused('recipient', '450 4.2.0 greylisted'))).toMatchObject({ slow: false });
  });

  it('keeps the RFC 3463 code', () => {
    expect(judge(refused('recipient', '550 5.1.1 no'))).toMatchObject({ status: '5.1.1' });
    expect(enhancedStatus('550 mailbox 5.1.1.2 is not here')).toBeUndefined();
    expect(enhancedStatus('550-5.7.26 multi')).toBe('5.7.26');
  });
});

describe('refusals of the envelope sender', () => {
  it.each<[string, SendResult, boolean]>([
    ['at MAIL FROM', refused('sender', '550 5.7.1 null sender not allowed'), true],
    ['too large', refused('sender', '552 5.3.4 too big'), false],
    ['put off', refused('sender', '451 4.7.1 wait'), false],
    ['login wanted', refused('sender', '530 5.7.0 log in'), false],
    [
      'Postfix at RCPT',
      refused('recipient', '553 5.7.1 <b+x@y.z>: Sender address rejected: not owned by user b'),
      true,
    ],
    ['unknown sender domain', refused('recipient', '550 5.1.8 <b@y.z>: Sender address rejected'), true],
    [
      'Exchange after the text',
      refused('message', '554 5.2.252 SendAsDenied; b@y.z not allowed to send as c@y.z'),
      true,
    ],
    [
      'Exchange 5.7.60',
      refused('message', '550 5.7.60 SMTP; Client does not have permissions to send as this sender'),
      true,
    ],
    ['unknown user', refused('recipient', '550 5.1.1 <b@y.z>: Recipient address rejected'), false],
  ])('%s', (_, result, expected) => {
    expect(refusesSender(result)).toBe(expected);
  });
});

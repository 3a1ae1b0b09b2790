import { describe, expect, it } from 'vitest';
import { relayAlias } from '../../src/delivery/alias.ts';
import { cpuMs } from '../mail/cpu.ts';
import { id } from './outgoing.ts';

const ours = id('ours@support.example');

describe('the Message-ID that a relay gives a mail', () => {
  it.each<[string, string, string, string | undefined]>([
    [
      'Microsoft 365',
      '250 2.0.0 OK <DB9PR01MB7@DB9PR01MB7.eurprd01.prod.outlook.com> [Hostname=DB9PR01MB7.eurprd01.prod.outlook.com]',
      'smtp.office365.com',
      'DB9PR01MB7@DB9PR01MB7.eurprd01.prod.outlook.com',
    ],
    [
      'Exchange on premises',
      '250 2.6.0 <6f1a@ex01.corp.example> [InternalId=1234, Hostname=ex01] Queued mail for delivery',
      'ex01.corp.example',
      '6f1a@ex01.corp.example',
    ],
    ['Exchange keeps ours', '250 2.6.0 <ours@support.example> [InternalId=1] Queued', 'ex01', undefined],
    [
      'SES Frankfurt',
      '250 Ok 0107018f1c2d3e4f-11112222-3333-4444-5555-666677778888-000000',
      'email-smtp.eu-central-1.amazonaws.com',
      '0107018f1c2d3e4f-11112222-3333-4444-5555-666677778888-000000@eu-central-1.amazonses.com',
    ],
    [
      'SES Virginia',
      '250 Ok 0100018B-aaaa-bbbb-cccc-dddd-000000',
      'email-smtp.us-east-1.amazonaws.com',
      '0100018b-aaaa-bbbb-cccc-dddd-000000@email.amazonses.com',
    ],
    ['an id from elsewhere is no SES id', '250 Ok 0100018b-aaaa-bbbb', 'smtp.example', undefined],
    ['Postfix', '250 2.0.0 Ok: queued as 4Xy2Zt0', 'mx.example', undefined],
    ['Gmail', '250 2.0.0 OK  1700000000 a1-2bc.3 - gsmtp', 'smtp.gmail.com', undefined],
    ['an address is no id', '250 2.0.0 <ana@client.example> k2Jx Saved', 'mx.example', undefined],
    ['nor is it with OK', '250 2.0.0 OK <ana@client.example>', 'mx.example', undefined],
  ])('%s', (_, response, host, expected) => {
    expect(relayAlias(response, host, ours)).toBe(expected);
  });

  it('reads a hostile megabyte in no time', () => {
    const started = process.cpuUsage();
    relayAlias(`250 2.0.0 OK <${'a@'.repeat(500_000)}`, 'x', ours);
    relayAlias(`250 Ok ${'a-'.repeat(500_000)}`, 'x', ours);
    expect(cpuMs(started)).toBeLessThan(500);
  });
});

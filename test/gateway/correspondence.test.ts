import { afterEach, describe, expect, it } from 'vitest';
import type { Locale } from '../../src/desk/status.ts';
import type { EmailAddress } from '../../src/mail/mail.ts';
import { type DeskWorld, startDesk } from './desk-world.ts';
import { CONFIGURATION } from './world.ts';

let world: DeskWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

async function confirmed(configuration: string, client: Locale | undefined, own: Locale | undefined): Promise<string> {
  world = await startDesk(configuration);
  const { operations } = world.core;
  const agreed = { companyNumber: undefined, domains: [], desk: undefined, level: undefined, calendar: undefined };
  const id = await operations.putClient({ ...agreed, id: undefined, name: 'Mlin', locale: client, matrix: undefined });
  const details = { businessUnit: undefined, position: undefined, landline: undefined, mobile: undefined };
  const addresses = ['ana@mlin.example' as EmailAddress];
  await operations.putContact({
    ...details,
    id: undefined,
    client: id,
    name: 'Ana',
    addresses,
    locale: own,
    responsible: false,
  });
  await world.send({ from: 'Ana <ana@mlin.example>', to: 'podrska@spoc.test', subject: 'Pitanje', text: 'Kako?' });
  const { headers, text = '' } = world.last('ana@mlin.example');
  const language = headers.find(({ key }) => key === 'content-language')?.value;
  const only = text.split('\n').filter((line) => /samo|само|only/.test(line));
  return [language, ...only].join(' | ');
}

const english = CONFIGURATION.replace('    prefix: POD\n', '    prefix: POD\n    correspondence: en\n');

describe('the language of a mail to a client', () => {
  it.each<readonly [string, Locale | undefined, Locale | undefined, string]>([
    ['his own', 'mk', 'sr-Cyrl', 'sr-Cyrl'],
    ["else his client's", 'mk', undefined, 'mk'],
    ["else the desk's", undefined, undefined, 'sr-Latn'],
  ])('is %s', async (_, client, own, expected) => {
    expect(await confirmed(CONFIGURATION, client, own)).toBe(expected);
  });

  it.each<readonly [string, Locale | undefined, Locale | undefined, string]>([
    ['his own', 'mk', 'sr-Cyrl', 'en-GB | Преписку водимо само на енглеском језику. | We correspond in English only.'],
    [
      "his client's",
      'mk',
      undefined,
      'en-GB | Преписката ја водиме само на англиски јазик. | We correspond in English only.',
    ],
    ['the same', undefined, 'en', 'en-GB | We correspond in English only.'],
  ])(
    'is the one that the desk corresponds in, and the confirmation says so in %s as well (INTERSPACE-4)',
    async (_, client, own, expected) => {
      expect(await confirmed(english, client, own)).toBe(expected);
      expect(world?.last('marko@staff.test').headers.find(({ key }) => key === 'content-language')?.value).toBe(
        'sr-Latn',
      );
    },
  );
});

import type { Client } from '../desk/facts.ts';
import type { Desk } from '../desk/policy.ts';
import type { Paper } from './document/paper.ts';
import { line } from './render/clean.ts';
import type { Words } from './render/words.ts';

/** What a letter with a key to access is made of (SOFTECH-2). */
export interface LetterView {
  readonly desk: Desk;
  readonly name: string;
  readonly client: Client | undefined;
  readonly key: string;
  readonly until: Date;
  readonly at: Date;
}

/** A letter for the post: to whom it goes, the key, where it is used, and until when. */
export function accessLetter({ desk, name, client, key, until, at }: LetterView, words: Words): Paper {
  const where = (desk.access?.link ?? '').replace('{key}', '');
  const rows = [
    { label: words.say('fact.requester'), value: line(name) },
    {
      label: words.say('fact.client'),
      value: [line(client?.name ?? ''), client?.companyNumber ?? ''].filter((part) => part !== '').join(', '),
    },
    { label: words.say('letter.key'), value: line(key) },
    { label: words.say('letter.until'), value: words.date(until) },
  ];
  return {
    language: words.tag,
    issuer: line(desk.name),
    title: words.say('letter.title'),
    subtitle: '',
    at,
    pageText: (page, pages) => words.say('document.page', { page, pages }),
    blocks: [
      { kind: 'paragraph', text: words.say('letter.intro') },
      { kind: 'facts', rows: rows.filter(({ value }) => value !== '') },
      { kind: 'paragraph', text: words.say('letter.how', { link: where }) },
      { kind: 'paragraph', text: words.say('letter.once'), tone: 'quiet' },
    ],
  };
}

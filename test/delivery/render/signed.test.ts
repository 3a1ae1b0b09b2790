import { describe, expect, it } from 'vitest';
import { nameBeneath } from '../../../src/delivery/render/signed.ts';
import type { MessageView } from '../../../src/delivery/render/view.ts';

const said = (authorName: string, text: string): MessageView => ({
  ...{ authorName, text, at: new Date(0), attachments: [], truncated: false },
});

describe('the name beneath what an agent says', () => {
  it.each([
    ['is set where he has not signed', 'Jana Dvořáková', 'Hotovo.\n', 'Jana Dvořáková'],
    ['is not, where he signed by his first name', 'Jana Dvořáková', 'Hotovo.\n\nJana', ''],
    [
      'or by all of it, without its marks and with what he does beneath',
      'Jana Dvořáková',
      'OK.\n\nDvorakova Jana,\nsupport\n',
      '',
    ],
    ['or in the other script', 'Đorđe Petrović', 'Готово.\n\nЂорђе', ''],
    ['is set where somebody else is named', 'Jana Dvořáková', 'Zavolá vám kolega.\n\nPetr', 'Jana Dvořáková'],
    ['or he himself, further up', 'Jana Dvořáková', 'Jana\n\na\n\nb\n\nc', 'Jana Dvořáková'],
    ['is not, where the desk stands for him', 'Support', 'Done.', ''],
  ])('%s', (_name, author, text, expected) => {
    expect(nameBeneath(said(author, text), 'Support')).toBe(expected);
  });
});

import { type Block, inline, plain } from './document.ts';
import type { NoticeView } from './view.ts';

/** Characters of a message that a client gets quoted back, that an agent is shown, and of each earlier message. */
export const MOST = { quoted: 4_000, agent: 100_000, history: 3_000 };
/** Earlier messages, attachments and such that one mail lists. */
export const MANY = { history: 12, list: 60, numbers: 8 };

/** Whether its readers are staff. */
export function staff({ kind }: NoticeView): boolean {
  return kind.startsWith('agent-');
}

/** One paragraph; marks in it are kept. */
export function paragraph(tone: 'quiet' | 'notice' | 'warning', text: string): Block {
  return { kind: 'paragraph', tone, line: inline(text) };
}

/** What a person wrote; nothing when he wrote nothing. */
export function texts(text: string): readonly Block[] {
  return text === '' ? [] : [{ kind: 'words', text }];
}

/** A list of at most `MANY.list` items, marks in them kept. */
export function list(heading: string | undefined, items: readonly string[]): Block {
  return {
    kind: 'list',
    heading: heading === undefined ? undefined : plain(heading),
    items: items.slice(0, MANY.list).map(inline),
  };
}

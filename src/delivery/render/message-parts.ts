import { list, MANY, MOST, paragraph, staff, texts } from './blocks.ts';
import { beginning, line, lines } from './clean.ts';
import type { ShownMessage } from './context.ts';
import { type Block, inline, mark, plain } from './document.ts';
import type { MessageHelper } from './names.ts';
import type { AttachmentView, HistoryEntry, MessageView, NoticeView } from './view.ts';
import type { Words } from './words.ts';

/** The blocks that show one message. */
export const MESSAGE_PARTS: Readonly<
  Record<MessageHelper, (shown: ShownMessage, view: NoticeView, words: Words) => readonly Block[]>
> = {
  quote: ({ view }, notice, words) => quote(view, staff(notice) ? MOST.agent : MOST.quoted, words),
  words: ({ view }) => texts(lines(view.text)),
  attachments: ({ view }, notice, words) => [...kept(view.attachments, words), ...leftOut(view, notice, words)],
  leftOut: ({ view }, notice, words) => leftOut(view, notice, words),
};

function quote(message: MessageView, most: number, words: Words): readonly Block[] {
  const { text, cut } = beginning(lines(message.text), most);
  if (text === '') return [];
  const heading = inline(
    words.say('wrote.person', { name: mark('strong', line(message.authorName)), date: words.date(message.at) }),
  );
  return [{ kind: 'quote', heading, text, tail: cut || message.truncated ? plain(words.say('cut')) : undefined }];
}

function kept(attachments: readonly AttachmentView[], words: Words): readonly Block[] {
  const here = attachments.filter((one) => one.leftOut === undefined);
  if (here.length === 0) return [];
  return [
    list(
      `${words.say('attachments.kept', { count: here.length })}`,
      here.map((one) => attachment(one, words)),
    ),
  ];
}

/** Of a mail that carries the others along they are not included; to who sent them they could not be taken. */
function leftOut({ attachments }: MessageView, notice: NoticeView, words: Words): readonly Block[] {
  const gone = attachments.filter((one) => one.leftOut !== undefined);
  if (gone.length === 0) return [];
  const carries = ['answer', 'defect-news', 'rfo'].includes(notice.kind) || staff(notice);
  const items = gone.map((one) =>
    words.say('attachments.why', { file: attachment(one, words), reason: why(one, words) }),
  );
  return [
    list(words.say(carries ? 'attachments.not-included' : 'attachments.left-out', { count: gone.length }), items),
  ];
}

function attachment({ filename, size, disguised }: AttachmentView, words: Words): string {
  const name = line(filename ?? '') || words.say('no-name');
  const file = words.say('attachments.item', { name, size: words.size(size) });
  return disguised === undefined
    ? file
    : words.say('attachments.disguised', { file, type: mark('code', line(disguised)) });
}

function why({ leftOut: reason }: AttachmentView, words: Words): string {
  if (reason === undefined || reason.kind === 'other') return words.say('left-out.other');
  if (reason.kind === 'blocked') return words.say('left-out.blocked');
  if (reason.limit === undefined) return words.say(`left-out.${reason.kind}-unknown`);
  return words.say(`left-out.${reason.kind}`, { limit: words.size(reason.limit) });
}

const WROTE = { inbound: 'wrote.client', outbound: 'wrote.desk', internal: 'wrote.note' } as const;

/** What was written before, newest first. */
export function history(entries: readonly HistoryEntry[], words: Words): readonly Block[] {
  const more = entries.length - MANY.history;
  const blocks = entries.slice(0, MANY.history).map((entry): Block => {
    const key = WROTE[entry.direction];
    const heading = inline(
      words.say(key, { name: mark('strong', line(entry.authorName)), date: words.date(entry.at) }),
    );
    const { text, cut } = beginning(lines(entry.text), MOST.history);
    return { kind: 'quote', heading, text: text === '' ? '…' : text, tail: cut ? plain(words.say('cut')) : undefined };
  });
  return more > 0 ? [...blocks, paragraph('quiet', words.say('history.more', { count: more }))] : blocks;
}

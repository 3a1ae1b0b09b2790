import { beginning, line, lines } from './clean.ts';
import { type Block, inline, mark, plain } from './document.ts';
import type { AnswerView, NoticeView, SimilarView } from './view.ts';
import type { Words } from './words.ts';

/** Characters of a solution, and of an answer without an address. */
const MOST = { solution: 1_200, answer: 600 };

/** The blocks that show what a ticket is like (SAOP-5). */
export const SIMILAR_PARTS = {
  similar: (view: NoticeView, words: Words): readonly Block[] =>
    'similar' in view ? view.similar.map((one) => earlier(one, words)) : [],
  published: (view: NoticeView): readonly Block[] => ('published' in view ? view.published.map(answer) : []),
  offered: (view: NoticeView): readonly Block[] => ('offered' in view ? view.offered.map(answer) : []),
};

/** The values that a template may name. */
export function similarContext({ similar }: { readonly similar: readonly SimilarView[] }) {
  return { similar: similar.length > 0, same: line(similar[0]?.number ?? '') };
}

function earlier(one: SimilarView, words: Words): Block {
  const said = words.say('similar.heading', {
    number: mark('strong', line(one.number)),
    subject: line(one.subject) || words.say('no-subject'),
    name: line(one.requesterName) || words.say('unknown-caller'),
    date: words.date(one.openedAt),
    status: mark('pill', words.status(one.status)),
  });
  const { text, cut } = beginning(lines(one.solution ?? ''), MOST.solution);
  const shown = text === '' ? words.say('similar.unanswered') : text;
  return { kind: 'quote', heading: inline(said), text: shown, tail: cut ? plain('…') : undefined };
}

function answer({ title, url, text }: AnswerView): Block {
  if (url !== undefined)
    return { kind: 'list', heading: undefined, items: [plain(`${line(title)}: ${line(url, 1_000)}`)] };
  const shown = beginning(lines(text), MOST.answer);
  return {
    kind: 'quote',
    heading: inline(mark('strong', line(title))),
    text: shown.text || line(title),
    tail: shown.cut ? plain('…') : undefined,
  };
}

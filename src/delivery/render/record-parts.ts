import { beginning, line, lines } from './clean.ts';
import { type Block, inline, mark, plain } from './document.ts';
import type { CaseView, NoticeView, RequestView, StepView } from './view.ts';
import type { Words } from './words.ts';

type RecordView = Extract<NoticeView, { readonly kind: 'record' }>;

/** Characters of a solution in the list, and of a message in a history. */
const MOST = { solution: 600, message: 3_000 };

/** The blocks that show the record of requests (SAOP-1). */
export const RECORD_PARTS = {
  openRequests: (view: NoticeView, words: Words): readonly Block[] =>
    view.kind === 'record' ? view.open.map((one) => request(one, words)) : [],
  doneRequests: (view: NoticeView, words: Words): readonly Block[] =>
    view.kind === 'record' ? view.done.map((one) => request(one, words)) : [],
  cases: (view: NoticeView, words: Words): readonly Block[] =>
    view.kind === 'record-case' ? view.cases.flatMap((one) => history(one, words)) : [],
};

/** The values that a template of the record may name. */
export function recordContext(view: RecordView, words: Words, about: unknown) {
  const { open, done, more, sees } = view;
  return {
    about,
    none: open.length + done.length === 0,
    open: open.length > 0,
    done: done.length > 0,
    moreOpen: more.open > 0 ? words.say('record.more', { count: more.open }) : '',
    moreDone: more.done > 0 ? words.say('record.more', { count: more.done }) : '',
    unit: sees === 'unit',
    client: sees === 'client',
    // What he can write to see the history of one.
    example: `${words.recordWord()} ${line(open[0]?.number ?? done[0]?.number ?? '')}`.trim(),
  };
}

/** One request as a small table: it reads well on a phone and as plain text, where columns would not. */
function request(one: RequestView, words: Words): Block {
  const { solution } = one;
  const subject = line(one.subject) || words.say('no-subject');
  const rows = [{ label: line(one.number), value: inline(mark('strong', subject)) }, ...details(one, words)];
  if (solution !== undefined) {
    const { text, cut } = beginning(lines(solution.text), MOST.solution);
    const shown = text.replace(/\s+/g, ' ') + (cut || solution.truncated ? ' …' : '');
    rows.push({ label: words.say('record.solution'), value: plain(shown) });
  }
  return { kind: 'facts', rows: rows.filter(({ value }) => value.length > 0) };
}

function details(one: RequestView, words: Words) {
  const { requesterName, receivedAt, takenAt, status, place, deferredUntil, closedAt } = one;
  const date = (at: Date | undefined) => plain(at === undefined ? '' : words.date(at));
  return [
    { label: words.say('fact.requester'), value: plain(line(requesterName ?? '')) },
    { label: words.say('fact.opened'), value: date(receivedAt) },
    { label: words.say('record.taken'), value: date(takenAt) },
    { label: words.say('fact.status'), value: inline(mark('pill', words.status(status))) },
    {
      label: words.say('record.place'),
      value: plain(place === undefined ? '' : words.say('record.place-of', { place: place.place, of: place.of })),
    },
    { label: words.say('record.deferred'), value: date(deferredUntil) },
    { label: words.say('record.closed'), value: date(closedAt) },
  ];
}

/** What happened to one request, the oldest first. */
function history({ number, request: one, steps, more }: CaseView, words: Words): readonly Block[] {
  if (one === undefined)
    return [
      { kind: 'title', level: 2, line: plain(line(number)) },
      { kind: 'paragraph', tone: 'normal', line: plain(words.say('record.unknown')) },
    ];
  const subject = line(one.subject) || words.say('no-subject');
  const rows = details(one, words).filter(({ value }) => value.length > 0);
  const older: readonly Block[] =
    more > 0 ? [{ kind: 'paragraph', tone: 'quiet', line: plain(words.say('history.more', { count: more })) }] : [];
  return [
    { kind: 'title', level: 2, line: plain(`${line(one.number)}: ${subject}`) },
    { kind: 'facts', rows },
    ...older,
    ...steps.map((step) => shown(step, words)),
  ];
}

function shown(step: StepView, words: Words): Block {
  if (step.kind === 'status') {
    const said = words.say('change', {
      from: mark('pill', words.status(step.from)),
      to: mark('pill', words.status(step.to)),
    });
    return { kind: 'paragraph', tone: 'quiet', line: inline(`${words.date(step.at)}: ${said}`) };
  }
  const heading = inline(
    words.say('wrote.person', { name: mark('strong', line(step.authorName)), date: words.date(step.at) }),
  );
  const { text, cut } = beginning(lines(step.text), MOST.message);
  const tail = cut || step.truncated ? plain(words.say('cut')) : undefined;
  return { kind: 'quote', heading, text: text === '' ? '…' : text, tail };
}

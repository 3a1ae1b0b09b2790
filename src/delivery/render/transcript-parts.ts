import type { AbsenceTold, StandIn } from '../../desk/absence/notice.ts';
import type { TranscriptLine } from '../../desk/notice.ts';
import { list, MANY } from './blocks.ts';
import { line } from './clean.ts';
import { type Block, mark } from './document.ts';
import type { Words } from './words.ts';

/** Commands as they were written. */
export function commandLines(lines: readonly string[]): readonly Block[] {
  const items = lines.map((one) => mark('code', line(one)));
  return items.length === 0 ? [] : [list(undefined, items)];
}

/** A command line, and what came of it. */
export function transcriptLine({ line: asked, result }: TranscriptLine, words: Words): string {
  return words.say('transcript.line', { line: mark('code', line(asked)), result: outcome(result, words) });
}

function outcome(result: TranscriptLine['result'], words: Words): string {
  const near = (said: string, nearest: string | undefined) =>
    nearest === undefined
      ? said
      : words.say('transcript.nearest', { result: said, nearest: mark('code', line(nearest)) });
  switch (result.kind) {
    case 'unknown-verb':
      return near(
        words.say('transcript.unknown-verb'),
        result.nearest === undefined ? undefined : `#${result.nearest}`,
      );
    case 'bad-argument': {
      const expected = result.expected.slice(0, MANY.list).map((one) => mark('code', line(one)));
      return near(words.say('transcript.bad-argument', { expected: expected.join(', ') }), result.nearest);
    }
    case 'several-callers': {
      const people = result.people.slice(0, MANY.list).map((one) => line(one));
      return words.say('transcript.several-callers', { people: words.list(people) });
    }
    case 'no-bond':
      return words.say(`transcript.no-bond.${result.why}`);
    case 'no-rfo':
      return words.say(`transcript.no-rfo.${result.why}`);
    case 'no-defect':
      return words.say(`transcript.no-defect.${result.why}`);
    case 'forbidden':
      return words.say(`transcript.forbidden.${result.needs}`);
    case 'away':
      return away(result, words);
    case 'present':
      return days('present', result, words);
    case 'no-merge':
      return words.say(`transcript.no-merge.${result.why}`);
    case 'merge-asks': {
      const command = mark('code', line(`#merge ${result.number} ${words.say('word.yes')}`));
      return words.say('transcript.merge-asks', { number: line(result.number), name: line(result.name), command });
    }
    case 'merged':
    case 'split':
      return words.say(`transcript.${result.kind}`, { number: line(result.number) });
    case 'no-split':
      return words.say(`transcript.no-split.${result.why}`);
    case 'too-many-tags':
      return words.say('transcript.too-many-tags', { count: result.most });
    case 'due':
      return words.say('transcript.due', { date: words.date(result.at) });
    case 'snoozed':
      return words.say('transcript.snoozed', { date: words.date(result.until) });
    case 'understood':
      return words.say('transcript.understood', { value: understood(result, words) });
    case 'no-escalation':
      return words.say(`transcript.no-escalation.${result.why}`);
    default:
      return words.say(`transcript.${result.kind}`);
  }
}

function understood(result: Extract<TranscriptLine['result'], { kind: 'understood' }>, words: Words): string {
  if ('at' in result) return words.date(result.at);
  return 'day' in result ? words.plainDay(result.day) : line(result.text);
}

/** When somebody is away, and who stands in. */
export function away(absence: AbsenceTold, words: Words): string {
  const said = days('away', absence, words);
  const { deputyName } = absence;
  return deputyName === undefined ? said : words.say('transcript.deputy', { result: said, name: line(deputyName) });
}

/** For whom somebody stands in, and when. */
export function standIn({ name, first, last }: StandIn, words: Words): string {
  const [from, until] = [words.day(first), words.day(last)];
  return from === until
    ? words.say('stand-in.day', { name: line(name), day: from })
    : words.say('stand-in.days', { name: line(name), from, until });
}

function days(kind: 'away' | 'present', of: { readonly first: Date; readonly last: Date }, words: Words): string {
  const [from, until] = [words.day(of.first), words.day(of.last)];
  return from === until
    ? words.say(`transcript.${kind}-day`, { day: from })
    : words.say(`transcript.${kind}`, { from, until });
}

/** Every verb as it is typed, with what it does; the order of `VERBS`. */
export function helpLines(words: Words): readonly string[] {
  const name = words.say('argument.name');
  const address = words.say('argument.address');
  const typed = {
    resolved: '#resolved',
    pending: '#pending',
    hold: '#hold',
    open: '#open',
    closed: '#closed',
    assign: `#assign ${name}|me|nobody`,
    priority: '#priority low|normal|high|urgent',
    type: '#type request|incident|problem|change|defect',
    quote: '#quote 120 EUR by 2026-12-05',
    agreed: '#agreed',
    grant: '#grant link|letter',
    resume: '#resume',
    same: '#same EB-1001|none',
    escalate: '#escalate',
    level: '#level L1|L2|L3',
    note: '#note',
    watch: `#watch ${address}`,
    unwatch: `#unwatch ${address}`,
    merge: '#merge EB-1002',
    split: '#split',
    link: '#link EB-1002',
    tag: '#tag invoice -old',
    due: '#due 2026-12-05',
    snooze: '#snooze 3d',
    spam: '#spam',
    send: '#send',
    desk: `#desk ${words.say('argument.desk')}`,
    to: `#to ${address}`,
    approve: `#approve ${name}`,
    decline: '#decline',
    defect: '#defect EB-1001',
    confirmed: '#confirmed',
    'not-a-defect': '#not-a-defect',
    planned: '#planned 4.2 by 2027-01-15',
    released: '#released 4.2',
    problem: '#problem EB-1002',
    'root-cause': '#root-cause',
    prevention: '#prevention',
    rfo: '#rfo',
    time: '#time 25m',
    cover: '#cover free|chargeable|refused|agreed|declined|rules',
    product: `#product ${words.say('argument.product')}|none`,
    service: `#service ${words.say('argument.service')}|none`,
    fact: `#fact ${words.say('argument.field')} ${words.say('argument.value')}`,
    away: '#away 2026-12-20..2026-12-31',
    back: '#back',
    help: '#help',
  } as const;
  return Object.entries(typed).map(([verb, form]) => {
    const result = words.say(`help.${verb as keyof typeof typed}`);
    return words.say('transcript.line', { line: mark('code', form), result });
  });
}

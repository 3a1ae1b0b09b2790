import type { EscalationLevel, EscalationMatrix, EscalationTrigger } from '../desk/escalation/matrix.ts';
import type { Service } from '../desk/facts.ts';
import type { Desk, Policy } from '../desk/policy.ts';
import type { Paper, PaperBlock } from './document/paper.ts';
import { line } from './render/clean.ts';
import type { Words } from './render/words.ts';

/** What the document of an escalation matrix is made of (INTERSPACE-9). */
export interface MatrixView {
  readonly desk: Desk;
  readonly matrix: EscalationMatrix;
  readonly agents: Policy['agents'];
  readonly service: Service | undefined;
  readonly clientName: string | undefined;
  /** From when on it is valid: the day it is made. */
  readonly at: Date;
}

/** The name of the document's file. */
export function matrixFile(service: string | undefined): string {
  const part = (service ?? '').replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 60);
  return part === '' ? 'escalation-matrix.pdf' : `escalation-matrix-${part}.pdf`;
}

/**
 * The document of a matrix: its levels, who they are, how they are reached, when each is told, and how the client may ask for it. Of agents it holds
 * names alone, where the desk shows them, and of numbers those that the matrix publishes.
 */
export function matrixPaper(view: MatrixView, words: Words): Paper {
  const { desk, matrix, service, clientName, at } = view;
  const subtitle = [service?.id, clientName].flatMap((part) => (part === undefined ? [] : line(part))).join(' – ');
  return {
    language: words.tag,
    issuer: line(desk.name),
    title: words.say('matrix.title'),
    subtitle: subtitle === '' ? line(matrix.name) : subtitle,
    at,
    pageText: (page, pages) => words.say('document.page', { page, pages }),
    blocks: [
      { kind: 'facts', rows: facts(view, words) },
      { kind: 'paragraph', text: words.say('matrix.intro') },
      levels(view, words),
      ...ways(view, words),
    ],
  };
}

function facts({ desk, matrix, service, clientName, at }: MatrixView, words: Words) {
  const rows = [
    { label: words.say('matrix.fact.support'), value: line(desk.name) },
    { label: words.say('matrix.fact.mail'), value: desk.addresses[0] },
    { label: words.say('matrix.title'), value: line(matrix.name) },
    {
      label: words.say('matrix.fact.service'),
      value: service === undefined ? '' : [service.id, line(service.name)].filter((part) => part !== '').join(', '),
    },
    { label: words.say('fact.client'), value: line(clientName ?? '') },
    { label: words.say('matrix.fact.valid'), value: words.day(at) },
  ];
  return rows.filter(({ value }) => value !== '');
}

/** Columns that would be empty are left out. */
function levels({ desk, matrix, agents }: MatrixView, words: Words): PaperBlock {
  const namesOf = ({ agents: ids }: EscalationLevel) =>
    desk.showAgentName ? ids.flatMap((id) => line(agents.get(id)?.name ?? '') || []) : [];
  const columns = [
    { head: words.say('matrix.column.level'), share: 1.8, cell: (_: EscalationLevel, nth: number) => [`${nth + 1}`] },
    {
      head: words.say('matrix.column.role'),
      share: 3,
      strong: true,
      cell: ({ name }: EscalationLevel) => [line(name)],
    },
    { head: words.say('matrix.column.people'), share: 3, cell: namesOf },
    {
      head: words.say('matrix.column.phone'),
      share: 3,
      cell: ({ phone }: EscalationLevel) => (phone === undefined ? [] : [line(phone)]),
    },
    {
      head: words.say('matrix.column.when'),
      share: 3.6,
      cell: ({ trigger }: EscalationLevel) => [whenText(trigger, words)],
    },
  ].filter(({ cell }) => matrix.levels.some((level, nth) => cell(level, nth).length > 0));
  return {
    kind: 'table',
    columns: columns.map(({ head, share, strong }) => ({ head, share, strong: strong ?? false })),
    rows: matrix.levels.map((level, nth) => columns.map(({ cell }) => cell(level, nth))),
  };
}

function whenText(trigger: EscalationTrigger | undefined, words: Words): string {
  if (trigger === undefined) return words.say('matrix.when.request');
  if (trigger.kind === 'age') {
    const time = words.duration(trigger.after, trigger.time);
    return words.say('matrix.when.age', {
      time: trigger.time === 'business' ? words.say('within.business', { time }) : time,
    });
  }
  const target = words.say(`target.${trigger.target}`);
  return trigger.part === 1
    ? words.say('matrix.when.end', { target })
    : words.say('matrix.when.part', { target, part: words.percent(trigger.part) });
}

/** How the client may ask for escalation himself (INTERSPACE-11). */
function ways({ matrix }: MatrixView, words: Words): readonly PaperBlock[] {
  const items: string[] = [];
  if (matrix.clientAtMost > 0) {
    const every = words.duration(matrix.clientEvery, 'clock');
    items.push(
      words.say('matrix.how.mail', { word: words.quoted(words.say('word.escalate')) }),
      words.say('matrix.how.limits', { count: matrix.clientAtMost, every }),
    );
  }
  if (matrix.levels.some(({ phone }) => phone !== undefined)) items.push(words.say('matrix.how.phone'));
  if (items.length === 0) return [];
  return [
    { kind: 'heading', text: words.say('matrix.how.title') },
    { kind: 'list', items },
  ];
}

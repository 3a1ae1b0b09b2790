import type { TicketFacts } from '../desk/facts.ts';
import type { Desk, Policy } from '../desk/policy.ts';
import type { RfoText } from '../desk/rfo/sections.ts';
import { beganAt } from '../desk/rfo/timeline.ts';
import type { Locale } from '../desk/status.ts';
import type { Paper, PaperBlock } from './document/paper.ts';
import { factViews } from './form-view.ts';
import { line, lines } from './render/clean.ts';
import { factText } from './render/form-parts.ts';
import { timelineText } from './render/timeline-text.ts';
import type { Words } from './render/words.ts';
import { timelineLines } from './timeline-view.ts';

/** What the document on an outage is made of (INTERSPACE-8). */
export interface RfoView {
  readonly desk: Desk;
  readonly policy: Policy;
  readonly facts: TicketFacts;
  readonly text: RfoText;
  readonly locale: Locale;
  /** When it is issued. */
  readonly at: Date;
}

/** The name of the document's file. */
export function rfoFile(number: string): string {
  return `rfo-${number.replace(/[^A-Za-z0-9-]+/g, '-').toLowerCase()}.pdf`;
}

/**
 * The document on an outage: what it was, why it happened, how it went, and what is done so that it does not recur. It holds the client's own facts
 * and what an agent wrote for him, and names nobody.
 */
export function rfoPaper(view: RfoView, words: Words): Paper {
  const { desk, facts, text, at } = view;
  const { ticket, client } = facts;
  return {
    language: words.tag,
    issuer: line(desk.name),
    title: words.say('rfo.title'),
    subtitle: [ticket.number, line(client?.name ?? '')].filter((part) => part !== '').join(' – '),
    at,
    pageText: (page, pages) => words.say('document.page', { page, pages }),
    blocks: [
      { kind: 'facts', rows: factRows(view, words) },
      { kind: 'heading', text: words.say('rfo.cause') },
      ...prose(text.cause),
      { kind: 'heading', text: words.say('rfo.timeline') },
      ...(text.timeline === undefined ? timeline(view, words) : prose(text.timeline)),
      { kind: 'heading', text: words.say('rfo.prevention') },
      ...prose(text.prevention),
      { kind: 'paragraph', tone: 'quiet', text: words.say('rfo.issued', { date: words.date(at) }) },
    ],
  };
}

function factRows({ desk, facts, locale }: RfoView, words: Words) {
  const { ticket, subject, client, service } = facts;
  const stated = factViews(desk, facts, { staff: false, locale }).map((fact) => ({
    label: words.label(fact.label),
    value: factText(fact, words),
  }));
  const { doneAt } = ticket;
  const began = beganAt(facts.facts) ?? ticket.openedAt;
  // The form names the service already, where there is one.
  const named =
    service === undefined || stated.some(({ value }) => value.includes(service.id))
      ? ''
      : [service.id, line(service.name)].filter((part) => part !== '').join(', ');
  return [
    { label: words.say('fact.number'), value: ticket.number },
    { label: words.say('fact.subject'), value: line(subject) || words.say('no-subject') },
    { label: words.say('fact.client'), value: line(client?.name ?? '') },
    { label: words.say('fact.priority'), value: words.priority(ticket.priority) },
    { label: words.say('matrix.fact.service'), value: named },
    ...stated,
    { label: words.say('fact.opened'), value: words.date(ticket.openedAt) },
    { label: words.say('rfo.resolved'), value: doneAt === undefined ? '' : words.date(doneAt) },
    {
      label: words.say('rfo.duration'),
      value: doneAt === undefined || doneAt < began ? '' : words.duration(doneAt.getTime() - began.getTime(), 'clock'),
    },
  ].filter(({ value }) => value !== '');
}

function timeline({ facts, policy }: RfoView, words: Words): readonly PaperBlock[] {
  return [
    {
      kind: 'table',
      columns: [
        { head: words.say('rfo.column.time'), share: 3 },
        { head: words.say('rfo.column.event'), share: 7 },
      ],
      rows: timelineLines(facts, policy).map((entry) => [[words.date(entry.at)], [timelineText(entry, words)]]),
    },
  ];
}

/** A person's text: paragraphs between empty lines, and lists where each line begins with a dash, a star or a number. */
function prose(text: string): readonly PaperBlock[] {
  return lines(text)
    .split(/\n{2,}/)
    .flatMap((part): readonly PaperBlock[] => {
      const rows = part.split('\n').filter((row) => row.trim() !== '');
      if (rows.length === 0) return [];
      const items = rows.map((row) => /^\s*(?:[-–•*]|\d{1,2}[.)])\s+(.*)$/.exec(row)?.[1]);
      if (items.every((item) => item !== undefined)) return [{ kind: 'list', items }];
      return [{ kind: 'paragraph', text: rows.join('\n') }];
    });
}

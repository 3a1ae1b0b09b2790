import { stringify } from 'csv-stringify/sync';
import { shown } from '../desk/form/ask.ts';
import type { Desk } from '../desk/policy.ts';
import type { Cause, Report } from '../desk/report/report.ts';
import type { Locale } from '../desk/status.ts';
import type { Paper, PaperBlock } from './document/paper.ts';
import { line } from './render/clean.ts';
import type { Words } from './render/words.ts';

/** What the documents of a report are made of. */
export interface ReportView {
  readonly desk: Desk;
  /** Undefined: it is the whole desk's. */
  readonly clientName: string | undefined;
  readonly report: Report;
  readonly locale: Locale;
  /** When it is made. */
  readonly at: Date;
}

/** A part of a report: rows of a label and values, below heads. */
export interface ReportTable {
  readonly heading: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The names of its files: `report-2026-11.pdf`. */
export function reportFile({ month }: Report, end: 'pdf' | 'csv'): string {
  return `report-${month}.${end}`;
}

/** The figures as tables, in the reader's language: mail and document show the same. Tables without rows are left out. */
export function reportTables(
  { desk, report, locale }: Omit<ReportView, 'clientName' | 'at'>,
  words: Words,
): readonly ReportTable[] {
  const count = words.say('report.count');
  const { backlog, firstResponse, resolution, attainment, causes, tags, coverage } = report;
  const number = (value: number) => String(value);
  const time = (median: number | undefined) => (median === undefined ? '–' : words.duration(median, 'business') || '–');
  const tables: readonly ReportTable[] = [
    {
      heading: words.say('report.volumes'),
      heads: ['', count],
      rows: [
        [words.say('report.opened'), number(report.opened)],
        [words.say('report.resolved'), number(report.resolved)],
        [words.say('report.backlog'), number(backlog.count)],
      ],
    },
    {
      heading: words.say('report.times'),
      heads: ['', count, words.say('report.median')],
      rows: [
        [words.say('target.first-response'), number(firstResponse.count), time(firstResponse.median)],
        [words.say('target.resolution'), number(resolution.count), time(resolution.median)],
      ],
    },
    {
      heading: words.say('report.attainment'),
      heads: ['', words.say('report.met'), words.say('report.missed'), words.say('report.share')],
      rows: attainment.map(({ target, met, missed }) => [
        words.say(`target.${target}`),
        number(met),
        number(missed),
        words.percent(met / (met + missed)),
      ]),
    },
    {
      heading: words.say('report.age'),
      heads: ['', count],
      rows:
        backlog.count === 0
          ? []
          : [
              [words.say('report.age-week'), number(backlog.week)],
              [words.say('report.age-month'), number(backlog.month)],
              [words.say('report.age-older'), number(backlog.older)],
              [words.say('report.oldest'), words.duration(wholeDays(backlog.oldest ?? 0), 'clock') || '–'],
            ],
    },
    {
      heading: words.say('report.causes'),
      heads: ['', count],
      rows: causes.map((one) => [causeText(one.cause, { desk, locale }, words), number(one.count)]),
    },
    {
      heading: words.say('fact.tags'),
      heads: ['', count],
      rows: tags.map((one) => [line(one.tag), number(one.count)]),
    },
    {
      heading: words.say('cover.fact'),
      heads: ['', count],
      rows:
        coverage === undefined
          ? []
          : (['free', 'chargeable', 'refused'] as const).map((work) => [
              words.say(`cover.work.${work}`),
              number(coverage[work]),
            ]),
    },
  ];
  return tables.filter(({ rows }) => rows.length > 0);
}

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** An age in days; below one in hours. */
function wholeDays(ms: number): number {
  return ms >= DAY ? Math.floor(ms / DAY) * DAY : Math.floor(ms / HOUR) * HOUR;
}

/** What cases were about, as the reader calls it. */
export function causeText(cause: Cause, { desk, locale }: Pick<ReportView, 'desk' | 'locale'>, words: Words): string {
  if (cause.kind === 'type') return words.type(cause.type);
  const type = desk.requestTypes?.types.find(({ id }) => id === cause.id);
  return line((type === undefined ? '' : shown(type.words, locale)) || cause.id);
}

/** The report as a document. */
export function reportPaper(view: ReportView, words: Words): Paper {
  const { desk, clientName, report, at } = view;
  const blocks = reportTables(view, words).flatMap(({ heading, heads, rows }): readonly PaperBlock[] => [
    { kind: 'heading', text: heading },
    {
      kind: 'table',
      columns: heads.map((head, nth) => ({ head, share: nth === 0 ? 5 : 2, strong: false })),
      rows: rows.map((row) => row.map((cell) => [cell])),
    },
  ]);
  return {
    language: words.tag,
    issuer: line(desk.name),
    title: words.say('report.title'),
    subtitle: [line(clientName ?? ''), words.plainMonth(report.month)].filter((part) => part !== '').join(' – '),
    at,
    pageText: (page, pages) => words.say('document.page', { page, pages }),
    blocks: [...blocks, { kind: 'paragraph', text: words.say('report.how'), tone: 'quiet' }],
  };
}

/** One row a case, for spreadsheets (RFC 4180): moments in the desk's time, times in minutes of opening hours. */
export function reportCsv({ desk, report }: Pick<ReportView, 'desk' | 'report'>): string {
  const moment = (at: Date | undefined) =>
    at === undefined
      ? ''
      : at.toLocaleString('sv-SE', { timeZone: desk.timeZone, dateStyle: 'short', timeStyle: 'short' });
  const minutes = (ms: number | undefined) => (ms === undefined ? '' : Math.round(ms / 60_000));
  const head = ['number', 'opened', 'resolved', 'status', 'type', 'first_response_minutes', 'resolution_minutes'];
  const rows = report.cases.map((one) => [
    one.number,
    moment(one.openedAt),
    moment(one.resolvedAt),
    one.status,
    one.cause.kind === 'type' ? one.cause.type : one.cause.id,
    minutes(one.firstResponse),
    minutes(one.resolution),
    one.missed.join(' '),
    one.coverage ?? '',
    line(one.subject),
  ]);
  const options = { escape_formulas: true, record_delimiter: '\r\n', bom: true } as const;
  return stringify([[...head, 'missed', 'coverage', 'subject'], ...rows], options);
}

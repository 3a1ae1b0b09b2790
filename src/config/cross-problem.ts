import { checkReference } from './cross.ts';
import type { Document } from './document.ts';
import type { Report } from './report.ts';
import type { Parts } from './shape.ts';

/** Checks what desks say of problems and of documents on outages. */
export function checkProblems(parts: Parts, document: Document, report: Report): void {
  for (const [id, desk] of parts.desks) {
    if (desk === undefined) continue;
    const { problems, rfo } = desk;
    if (problems !== undefined)
      checkReference(document, report, ['desks', id, 'problems', 'manager'], problems.manager, 'agent', parts.agents);
    if (rfo === undefined) continue;
    const path = ['desks', id, 'rfo'];
    if (rfo.calendar !== undefined)
      checkReference(document, report, [...path, 'calendar'], rfo.calendar, 'calendar', parts.calendars);
    if (rfo.warn_days >= rfo.days)
      report.error(
        document,
        [...path, 'warn_days'],
        `a warning ${rfo.warn_days} working days before the end comes before the request`,
        `less than the ${rfo.days} days of \`days\``,
      );
  }
}

import { checkReference } from './cross.ts';
import type { Document } from './document.ts';
import type { Report } from './report.ts';
import type { Parts } from './shape.ts';

/** Managers who get reports are agents of the configuration. */
export function checkReports({ desks, agents }: Parts, document: Document, report: Report): void {
  for (const [id, desk] of desks)
    for (const [nth, manager] of (desk?.report?.managers ?? []).entries())
      checkReference(document, report, ['desks', id, 'report', 'managers', nth], manager, 'agent', agents);
}

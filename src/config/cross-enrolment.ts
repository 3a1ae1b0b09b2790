import { ENROLMENT_FIELDS } from '../desk/enrolment/enrol.ts';
import { checkReference } from './cross.ts';
import { checkFormReference } from './cross-form.ts';
import type { Document } from './document.ts';
import type { Report } from './report.ts';
import type { Parts } from './shape.ts';

/** Checks how desks enrol future clients. */
export function checkEnrolments(parts: Parts, document: Document, report: Report): void {
  for (const [id, desk] of parts.desks) {
    if (desk === undefined) continue;
    const path = ['desks', id, 'enrolment'];
    const { enrolment } = desk;
    if (enrolment === undefined) {
      if (desk.unknown_senders === 'enrol')
        report.error(document, ['desks', id, 'unknown_senders'], 'enrols nobody', 'say `enrolment:` for the desk');
      continue;
    }
    for (const [index, agent] of enrolment.approvers.entries()) {
      const at = [...path, 'approvers', index];
      if (checkReference(document, report, at, agent, 'agent', parts.agents) && !desk.agents.includes(agent))
        report.error(document, at, `${agent} does not work at this desk`, 'one of its `agents:`');
    }
    const fields = checkFormReference(enrolment.use, [...path, 'use'], parts, document, report);
    if (fields.length === 0) continue;
    for (const key of ENROLMENT_FIELDS) {
      const field = fields.find((one) => one.key === key);
      if (key === 'mobile' || field?.need === 'required') continue;
      const what = field === undefined ? `has no field \`${key}\`` : `does not require \`${key}\``;
      report.error(
        document,
        [...path, 'use'],
        `the form ${enrolment.use} ${what}`,
        'the ready-made form `enrolment` does',
      );
    }
  }
}

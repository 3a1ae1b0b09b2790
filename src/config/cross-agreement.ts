import { currencyCalled } from '../mail/money.ts';
import { checkReference } from './cross.ts';
import type { Document } from './document.ts';
import type { Report } from './report.ts';
import type { Parts } from './shape.ts';

/** Checks how desks agree on price and deadline, and who gives access. */
export function checkAgreements(parts: Parts, document: Document, report: Report): void {
  for (const [id, desk] of parts.desks) {
    for (const [index, agent] of (desk?.access?.administrators ?? []).entries()) {
      const at = ['desks', id, 'access', 'administrators', index];
      if (checkReference(document, report, at, agent, 'agent', parts.agents) && desk?.agents.includes(agent) === false)
        report.error(document, at, `${agent} does not work at this desk`, 'one of its `agents:`');
    }
    if (desk?.agreements === undefined) continue;
    const path = ['desks', id, 'agreements'];
    const { introduce, currency } = desk.agreements;
    if (introduce && !desk.show_agent_name)
      report.error(
        document,
        [...path, 'introduce'],
        'clients of this desk are not shown who answers',
        'say `introduce: false`, or `show_agent_name: true` at the desk',
      );
    if (currency !== undefined && currencyCalled(currency) !== currency)
      report.error(
        document,
        [...path, 'currency'],
        `${currency} is not known here`,
        'one such as EUR, CZK, RSD, MKD, USD',
      );
  }
}

import { planOf } from '../desk/defect/bonds.ts';
import type { TicketFacts } from '../desk/facts.ts';
import type { TicketId } from '../desk/ids.ts';
import { isDone } from '../desk/status.ts';
import type { Queries } from '../store/port.ts';
import { configured } from './configuration.ts';
import { reading } from './data.ts';
import { numbersOf } from './history.ts';
import { planText } from './history-defect.ts';
import { say, sayJson, table } from './terminal.ts';
import type { Common } from './ticket.ts';

/** Defects or problems that one list shows. */
const MOST = 500;

/** Lists defects or problems with the tickets that hang on them. */
export async function listOf(type: 'defect' | 'problem', options: Common & { readonly all?: boolean }): Promise<void> {
  await reading(await configured(options.config), async ({ read }) => {
    const found = [...(await read.ticketFacts(await read.ticketsOfType(type, MOST))).values()].filter(
      ({ ticket }) => options.all === true || !isDone(ticket.status),
    );
    const hanging = await numbersOf(
      read,
      found.flatMap(({ ticket }) => ticket.care.bonds.gathered),
    );
    const numbers = ({ ticket }: TicketFacts) => ticket.care.bonds.gathered.flatMap((id) => hanging.get(id) ?? []);
    if (options.json === true)
      return sayJson(
        found.map((one) => {
          const { stage, release, expected } = planOf(one.ticket.care.bonds);
          return {
            number: one.ticket.number,
            subject: one.subject,
            status: one.ticket.status,
            stage: type === 'defect' ? stage : null,
            release: release ?? null,
            expected: expected ?? null,
            hanging: numbers(one),
          };
        }),
      );
    if (found.length === 0) return say(`No ${type}s. \`spoc ticket type NUMBER ${type}\` makes a ticket one.`);
    const head = ['number', 'status', ...(type === 'defect' ? ['stage'] : []), 'hanging', 'subject'];
    say(
      table(
        head,
        found.map((one) => [
          one.ticket.number,
          one.ticket.status,
          ...(type === 'defect' ? [planText(planOf(one.ticket.care.bonds))] : []),
          numbers(one).join(', ') || '–',
          one.subject,
        ]),
        head.length - 1,
      ),
    );
  });
}

/** What a ticket hangs on and what hangs on it, a line each. */
export async function bondTexts(read: Queries, { type, care }: TicketFacts['ticket']): Promise<readonly string[]> {
  const { bonds } = care;
  const ids = [bonds.defect?.on, bonds.problem, ...bonds.gathered].flatMap((id) => id ?? []);
  const numbers = await numbersOf(read, ids);
  const number = (id: TicketId | undefined) => (id === undefined ? '' : (numbers.get(id) ?? `ticket ${id}`));
  return [
    ...(bonds.defect === undefined
      ? []
      : [
          `on defect ${number(bonds.defect.on)}${bonds.defect.told === undefined ? '' : `: ${planText(bonds.defect.told)}`}`,
        ]),
    ...(bonds.problem === undefined ? [] : [`on problem ${number(bonds.problem)}`]),
    ...(type === 'defect' ? [`it is ${planText(planOf(bonds))}`] : []),
    ...(bonds.gathered.length === 0 ? [] : [`on it: ${bonds.gathered.map(number).join(', ')}`]),
  ];
}

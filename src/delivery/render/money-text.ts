import type { RequestTypeView } from './view.ts';
import type { Words } from './words.ts';

/** What a type of request costs on top, in the reader's language; empty when nothing. */
export function surchargeText(request: RequestTypeView | undefined, words: Words): string {
  const costs = request?.surcharge;
  if (costs === undefined) return '';
  return costs.kind === 'percent' ? words.percent(costs.percent / 100) : words.money(costs);
}

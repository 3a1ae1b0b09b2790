import type { ContactId, DeskId } from '../ids.ts';
import type { Statement } from './statement.ts';

/** To a contact of a client: the work of a month, as a table, a PDF document and a CSV file. */
export interface StatementNotice {
  readonly kind: 'statement';
  readonly to: { readonly kind: 'contact'; readonly id: ContactId };
  readonly desk: DeskId;
  readonly clientName: string;
  readonly statement: Statement;
}

import type { AgentId, ContactId, DeskId } from '../ids.ts';
import type { Report } from './report.ts';

/** To a manager of the desk or a contact of a client: what a month was like. */
export interface ReportNotice {
  readonly kind: 'report';
  readonly to: { readonly kind: 'contact'; readonly id: ContactId } | { readonly kind: 'agent'; readonly id: AgentId };
  readonly desk: DeskId;
  /** Whose it is; undefined: the whole desk's. */
  readonly clientName: string | undefined;
  readonly report: Report;
  /** Whether the documents travel along. */
  readonly full: boolean;
}

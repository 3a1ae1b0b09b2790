/** What time of work costs at a service level; minutes. */
export interface TimeTerms {
  /** Of one case, that cost nothing (SAOP-3). */
  readonly free: number;
  /** Of a case that takes longer: what is beyond the free minutes, or all of it. */
  readonly charged: 'rest' | 'all';
  /** What is charged is rounded up to whole steps: of each piece of work, or of a case in a month. */
  readonly round: { readonly to: number; readonly per: 'booking' | 'ticket' };
  /** Of one client in a month, that its service level has paid already (CLOUDEMPIERE-1). */
  readonly included: number;
}

/** All that is charged is charged, to the minute. */
export const PLAIN_TERMS: TimeTerms = { free: 0, charged: 'rest', round: { to: 1, per: 'booking' }, included: 0 };

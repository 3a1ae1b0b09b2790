import type { MessageKey } from '../ids.ts';
import type { OnTicket } from '../notice.ts';
import type { DefectPlan } from './plan.ts';

/** To the client of a case that hangs on a defect, or of the defect itself: where it stands. `before` is what he was told last. */
export type DefectNotice = OnTicket & {
  readonly kind: 'defect-news';
  readonly plan: DefectPlan;
  readonly before: DefectPlan | undefined;
  /** What an agent writes to him beside it. */
  readonly message: MessageKey | undefined;
};

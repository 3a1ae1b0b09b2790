import type { SilenceRules } from '../desk/upkeep/silence.ts';
import type { SilenceInput } from './schema-upkeep.ts';
import { milliseconds } from './units.ts';

/** When a silent client is reminded, and when his case is closed. */
export function compileSilence(input: SilenceInput | undefined): SilenceRules | undefined {
  if (input === undefined) return undefined;
  return {
    remindAfter: input.remind_after.map(milliseconds),
    closeAfter: input.close_after === undefined ? undefined : milliseconds(input.close_after),
  };
}

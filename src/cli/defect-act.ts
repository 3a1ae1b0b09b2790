import { parseLocalDate } from '../desk/calendar/local.ts';
import type { Act } from '../desk/command.ts';
import type { AnalysisPart } from '../desk/defect/event.ts';
import { releaseName } from '../desk/defect/plan.ts';
import type { PlanOptions } from './defect.ts';
import { EXIT, Failure } from './exit.ts';
import { textOf } from './given.ts';
import type { ActOptions } from './ticket.ts';
import { act } from './ticket-act.ts';

type Stage = Extract<Act, { readonly kind: 'stage' }>;

/** Lets a ticket hang on a defect or problem, or takes it off. */
export async function hang(
  number: string,
  on: string | undefined,
  as: 'defect' | 'problem',
  options: ActOptions,
): Promise<void> {
  await act(number, options, async () => ({ acts: [{ kind: 'hang', on: on?.trim().toUpperCase(), as }] }));
}

/** Notes what the analysis of a problem has found. */
export async function analysis(
  number: string,
  part: AnalysisPart,
  words: readonly string[],
  options: ActOptions,
): Promise<void> {
  await act(number, options, async () => ({
    acts: [{ kind: 'analysis', part }],
    text: await textOf(words),
    internal: true,
  }));
}

/** Brings a defect to a stage. Throws a `Failure` when release or day can be none. */
export async function stage(
  number: string,
  to: Stage['to'],
  release: string | undefined,
  options: PlanOptions,
): Promise<void> {
  const name = release === undefined ? undefined : releaseName(release);
  if (release !== undefined && name === undefined)
    throw new Failure(EXIT.usage, `${release} is no name of a release`, 'letters, digits and . _ + - such as 4.2');
  const day = options.expected === undefined ? undefined : parseLocalDate(options.expected);
  if (options.expected !== undefined && day === undefined)
    throw new Failure(EXIT.usage, `${options.expected} is no day`, 'write it as 2027-01-15');
  await act(number, options, async () => ({ acts: [{ kind: 'stage', to, release: name, day }] }));
}

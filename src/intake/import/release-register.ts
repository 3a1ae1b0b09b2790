import { suggestion } from '../../config/nearest.ts';
import { parseLocalDate } from '../../desk/calendar/local.ts';
import { type Release, releaseKey, releaseName } from '../../desk/defect/plan.ts';
import type { DeskId } from '../../desk/ids.ts';
import type { Policy } from '../../desk/policy.ts';
import { type Queries, RecordRefused, type Tx } from '../../store/port.ts';
import type { Shown } from './difference.ts';
import { enterEach, RowsRefused } from './refused.ts';

/** A release as tables have it; days as `2027-01-15`. */
export interface ReleaseRow {
  readonly id: string;
  readonly desk: string;
  readonly name: string;
  readonly expected: string | undefined;
  readonly released: string | undefined;
}

/** The register of releases as it stands, by id. */
export async function shownReleases(read: Queries): Promise<ReadonlyMap<string, Shown>> {
  const rows = (await read.releases()).map(({ desk, name, expected, released }) => {
    const shown: Shown = { name, expected: expected ?? '', released: released ?? '' };
    return [releaseKey(desk, name), shown] as const;
  });
  return new Map(rows);
}

/** Enters releases and takes others out; throws `RowsRefused` when a row cannot be entered. */
export async function putReleases(
  tx: Tx,
  rows: readonly ReleaseRow[],
  going: readonly string[],
  policy: Policy,
): Promise<void> {
  for (const id of going) {
    const cut = id.indexOf('/');
    await tx.removeRelease(id.slice(0, cut) as DeskId, id.slice(cut + 1));
  }
  const problems = await enterEach(rows, async (row) => tx.putRelease(releaseOf(row, policy)));
  if (problems.length > 0) throw new RowsRefused(problems);
}

function releaseOf({ desk, name, expected, released }: ReleaseRow, { desks }: Policy): Release {
  if (!desks.has(desk as DeskId))
    throw new RecordRefused(
      `there is no desk ${desk}; ${suggestion(desk, [...desks.keys()]) ?? 'the configuration lists them'}`,
    );
  const called = releaseName(name);
  if (called === undefined)
    throw new RecordRefused(`“${name}” is no name of a release: letters, digits and . _ + - such as 4.2`);
  return { desk: desk as DeskId, name: called, expected: dayOf(expected), released: dayOf(released) };
}

function dayOf(text: string | undefined): Release['expected'] {
  if (text === undefined || text === '') return undefined;
  const day = parseLocalDate(text);
  if (day === undefined) throw new RecordRefused(`“${text}” is no day; write it as 2027-01-15`);
  return day;
}

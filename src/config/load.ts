import { stat } from 'node:fs/promises';
import { compile } from './compile.ts';
import { answerPlaces } from './compile-answers.ts';
import { crossCheck } from './cross.ts';
import { crossCheckMailboxes } from './cross-mailboxes.ts';
import { crossCheckPolicy } from './cross-policy.ts';
import { crossCheckSla } from './cross-sla.ts';
import { type Document, readDocument } from './document.ts';
import { type Problem, sortProblems } from './problem.ts';
import type { RegisterUse } from './register-use.ts';
import { Report } from './report.ts';
import type { Environment } from './secrets.ts';
import { isLoopback, readAccess } from './servers.ts';
import type { MailboxAccess, MailboxId, Settings } from './settings.ts';
import { checkShape, type Parts } from './shape.ts';
import { readWatch, WATCH_UNSAID } from './watch.ts';

export type LoadResult =
  | { readonly ok: true; readonly settings: Settings; readonly warnings: readonly Problem[] }
  /** All that is wrong, warnings among it, in the order of files and lines. */
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Reads, checks and compiles a configuration with all that it includes; tells every error at once. `use`: what the registers say of it, where they
 * were looked into.
 */
export async function loadSettings(path: string, env: Environment, use?: RegisterUse): Promise<LoadResult> {
  const report = new Report();
  const document = await readDocument(path, report);
  if (document === undefined) return { ok: false, problems: sortProblems(report.problems, path) };
  const parts = checkShape(document, report);
  crossCheck(parts, document, report);
  crossCheckMailboxes(parts, document, report);
  crossCheckSla(parts, document, report);
  const year = new Date().getUTCFullYear();
  crossCheckPolicy(parts, document, report, [year, year + 1], use);
  await checkPlaces(parts, document, report);
  const access = new Map<string, MailboxAccess>();
  for (const [id, box] of parts.mailboxes) {
    const found = box && (await readAccess({ document, env, report }, id as MailboxId, box));
    if (found !== undefined) access.set(id, found);
  }
  const watch = await readWatch({ document, env, report }, parts.whole?.watch ?? WATCH_UNSAID);
  const problems = sortProblems(report.problems, path);
  if (report.failed || watch === undefined || parts.whole === undefined) return { ok: false, problems };
  return { ok: true, settings: compile(parts.whole, parts, access, watch, document), warnings: problems };
}

/** What the configuration says of this machine. */
async function checkPlaces({ whole }: Parts, document: Document, report: Report): Promise<void> {
  if (whole?.templates !== undefined) {
    const folder = document.resolve(['templates'], whole.templates);
    const found = await stat(folder).catch(() => undefined);
    if (found?.isDirectory() !== true)
      report.error(document, ['templates'], `there is no folder ${folder}`, 'make it, or take the key out');
  }
  for (const [id, desk] of Object.entries(whole?.desks ?? {})) {
    const places = answerPlaces(id, desk.answers, document);
    for (const key of ['folder', 'links'] as const) {
      const path = places?.[key];
      const found = path === undefined ? undefined : await stat(path).catch(() => undefined);
      const right = key === 'folder' ? found?.isDirectory() : found?.isFile();
      if (path !== undefined && right !== true)
        report.error(
          document,
          ['desks', id, 'answers', key],
          `there is no ${key === 'folder' ? 'folder' : 'file'} ${path}`,
          'make it, or take the key out',
        );
    }
  }
  if (whole?.lmtp !== undefined && !isLoopback(whole.lmtp.listen.host)) {
    report.warning(
      document,
      ['lmtp', 'listen'],
      'anyone who reaches this address can hand in mail',
      'listen on 127.0.0.1, or guard it with a firewall',
    );
  }
}

import type { MailboxObject } from 'imapflow';
import type { IntakeLog } from './account.ts';
import { ServerRefused, type Session } from './session.ts';
import { uidSet } from './uids.ts';

/** The keyword of a mail that has been dealt with, where moving or deleting is not to be had. */
export const DONE_KEYWORD = '$SpocDone';

/** For servers that keep no keywords (RFC 3501 §7.1, PERMANENTFLAGS without `\*`): every mail program shows it. */
const INSTEAD = '\\Flagged';

/** Marks a set of mails as dealt with, by the flag that the operator chose where the server keeps it. On a server that keeps none the mail stays as it is, and the log says so. */
export async function flagDone(
  session: Session,
  folder: MailboxObject,
  uids: readonly number[],
  wanted: string,
  log: IntakeLog,
): Promise<void> {
  const flag = [wanted, DONE_KEYWORD, INSTEAD].find((candidate) => canKeep(folder, candidate));
  if (flag === undefined) {
    log.warn({ folder: folder.path }, 'the folder keeps no flags: mail that has been dealt with is not marked');
    return;
  }
  const work = session.client.messageFlagsAdd(uidSet(uids), [flag], { uid: true, silent: true });
  if (!(await session.step('UID STORE', work))) throw new ServerRefused(`the server refused to set ${flag}`);
}

function canKeep(folder: MailboxObject, flag: string): boolean {
  const { permanentFlags } = folder;
  if (permanentFlags === undefined) return true;
  if (flag.startsWith('\\')) return permanentFlags.has(flag);
  return permanentFlags.has('\\*') || permanentFlags.has(flag);
}

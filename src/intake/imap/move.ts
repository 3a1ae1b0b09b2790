import { removeMail } from './remove.ts';
import { ServerRefused, type Session } from './session.ts';
import { uidSet } from './uids.ts';

/**
 * Moves a set of mails to a folder, which is made when missing. `/` in the folder's name is the server's own separator (imapflow joins the
 * parts and adds the personal namespace). Needs MOVE (RFC 6851) or UIDPLUS (RFC 4315); the caller has checked.
 */
export async function moveTo(session: Session, uids: readonly number[], folder: string): Promise<void> {
  if (await tryMove(session, uids, folder)) return;
  await makeFolder(session, folder);
  if (!(await tryMove(session, uids, folder))) throw new ServerRefused(`the server refused to move mail to ${folder}`);
}

async function tryMove(session: Session, uids: readonly number[], folder: string): Promise<boolean> {
  const { client } = session;
  const target = folder.split('/');
  if (client.capabilities.has('MOVE')) {
    const moved = await session.step('UID MOVE', client.messageMove(uidSet(uids), target, { uid: true }));
    return moved !== false;
  }
  // A crash between the two leaves a second copy in the target folder: better than a mail that is in neither.
  const copied = await session.step('UID COPY', client.messageCopy(uidSet(uids), target, { uid: true }));
  if (!copied) return false;
  await removeMail(session, uids);
  return true;
}

/** Makes a folder; that it exists already is no error, and whether it can be used the next command tells. */
export async function makeFolder(session: Session, folder: string): Promise<void> {
  try {
    await session.step('CREATE', session.client.mailboxCreate(folder.split('/')));
  } catch (error) {
    if (!session.client.usable) throw error;
  }
}

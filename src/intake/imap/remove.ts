import { ServerRefused, type Session } from './session.ts';
import { uidSet } from './uids.ts';

/** Deletes exactly these mails by UID EXPUNGE (RFC 4315). Refuses without UIDPLUS: imapflow would issue a plain EXPUNGE (DESIGN §3.6). */
export async function removeMail(session: Session, uids: readonly number[]): Promise<void> {
  const { client } = session;
  if (!client.capabilities.has('UIDPLUS'))
    throw new ServerRefused('the server cannot delete single mails (no UIDPLUS)');
  const removed = await session.step('UID EXPUNGE', client.messageDelete(uidSet(uids), { uid: true }));
  if (!removed) throw new ServerRefused('the server refused to delete mail');
}

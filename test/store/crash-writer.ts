import { randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import { acquireLock } from '../../src/store/lock.ts';
import { openStore } from '../../src/store/open.ts';
import { body, contactRecord, imap, mail, mid, NOW, openTicket, settle } from './make.ts';

// Writes until it is killed: each round keeps a small and a large mail, opens a ticket for each and queues its confirmation, then claims
// what is due. The number of a round is printed once its commit has answered.
const [folder = '', begin = '1'] = process.argv.slice(2);
if (acquireLock(folder).kind === 'taken') throw new Error('the folder is in use');
const store = await openStore({ folder, now: () => NOW, log: { info: () => undefined } });
const contact = await store.write((tx) => tx.putContact(contactRecord('ana@example.com')));

for (let round = Number(begin); ; round++) {
  const large = await store.blobs.put(randomBytes(80_000));
  await store.write(async (tx) => {
    const small = await tx.putBlob(randomBytes(500));
    for (const [index, blob] of [small, large.hash].entries())
      await tx.savepoint(async (tx) => {
        const source = imap(round * 2 + index);
        const { id } = await tx.keep({ source, blob, size: 500, arrivedAt: NOW, quiet: false }, NOW);
        const { ticket, message } = await openTicket(tx, contact, { body: body({ ledger: id }) });
        await settle(tx, id, 'opened', ticket);
        await tx.enqueue(
          mail({
            ticket,
            message,
            messageId: mid(`${round}-${index}@desk.example`),
            tokens: { reply: undefined, note: undefined, bounce: undefined },
          }),
          'queued',
          NOW,
        );
      });
  });
  writeSync(1, `${round}\n`);
  await store.write((tx) => tx.claim(NOW, 1));
  await store.indexSome(1);
}

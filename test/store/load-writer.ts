import { randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import type { TicketId } from '../../src/desk/ids.ts';
import { acquireLock } from '../../src/store/lock.ts';
import { openStore } from '../../src/store/open.ts';
import { body, contactRecord, decision, imap, mail, NOW, openTicket, settle } from './make.ts';

// A store at work until it is killed: each round keeps a small and a large mail, opens a ticket, goes on with an earlier one, and lets go of a
// large blob that nothing refers to any more. The number of a round is printed once its commit has answered.
const [folder = ''] = process.argv.slice(2);
if (acquireLock(folder).kind === 'taken') throw new Error('the folder is in use');
const store = await openStore({ folder, log: { info: () => undefined } });
const contact = await store.write((tx) => tx.putContact(contactRecord('ana@example.com')));
const versions = new Map<TicketId, number>();

for (let round = 1; ; round++) {
  const large = await store.blobs.put(randomBytes(70_000));
  await store.blobs.put(randomBytes(70_000));
  await store.write(async (tx) => {
    const blob = round % 2 === 0 ? large.hash : await tx.putBlob(randomBytes(500));
    const { id } = await tx.keep({ source: imap(round), blob, size: 500, arrivedAt: NOW, quiet: false }, NOW);
    const { ticket, message } = await openTicket(tx, contact, { body: body({ ledger: id }) });
    await settle(tx, id, 'opened', ticket);
    await tx.enqueue(mail({ ticket, message }), 'queued', NOW);
    versions.set(ticket, 2);
  });
  const earlier = [...versions.keys()][Math.floor(versions.size / 2)];
  if (earlier !== undefined)
    await store.write(async (tx) => {
      const expected = versions.get(earlier) ?? 0;
      const to = expected % 2 === 0 ? 'open' : 'pending';
      const event = { kind: 'status-changed', from: 'new', to, by: { kind: 'gateway' } } as const;
      const change = { ticket: earlier, expected, subject: undefined, formerNumber: undefined, events: [event] };
      await tx.apply(decision({ changes: [change] }), new Map(), NOW);
      versions.set(earlier, expected + 1);
    });
  if (round % 10 === 0) await store.sweepBlobs(new Date(Date.now() + 60_000));
  writeSync(1, `${round}\n`);
}

import { createImapReader } from '../../../src/intake/imap/reader.ts';
import { createKeeper } from '../../../src/intake/keep.ts';
import { openStore } from '../../../src/store/open.ts';
import { accountOf, SILENT } from './desk.ts';

// Reads, decides and moves mail until it is killed: every mail is settled soon after it was kept, in a turn of its own, like the pipeline's.
const [folder = '', port = '0'] = process.argv.slice(2);
const store = await openStore({ folder, log: { info: () => undefined } });
const now = () => new Date();
const box = {
  host: '127.0.0.1',
  port: Number(port),
  user: 'ana',
  password: 'tajna',
  forget: async () => undefined,
} as const;

const settle = async (): Promise<void> => {
  await store.write(async (tx) => {
    for (const { id } of await tx.waiting(now(), 7, 1_000_000)) {
      await tx.settle(id, 'opened', undefined, ['test'], { kind: 'gateway' }, now());
    }
  });
  reader.poke();
};
const reader = createImapReader({
  account: accountOf(box, { since: new Date(0), after: { kind: 'move', folder: 'Spoc/Done' }, poll: 20 }),
  store,
  keeper: createKeeper(store, { now, onKept: () => void settle() }),
  log: SILENT,
  now,
  random: Math.random,
  signal: new AbortController().signal,
  limits: { batchMails: 10, retry: { first: 10, most: 50 } },
});
setInterval(() => void settle(), 20);
await reader.run();

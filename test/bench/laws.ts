import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { newMails } from './ordinary-mail.ts';
import type { Row } from './replies.ts';
import { type BenchStage, deliver, startSpoc } from './stage.ts';

/** Senders who write so many mails each, as a loop does. */
const FLOODING = 10;
const EACH = 50;
/** Mails on the way at once over a relay. */
const CONNECTIONS = 4;
/** What the configuration says when it says nothing. */
const LIMITS = { answersPerHour: 5, ticketsPerHour: 30, automaticPerMinute: 300 };
/** Milliseconds. */
const PATIENCE = 300_000;

/** What the store says of all that came. */
interface Counted {
  readonly received: number;
  readonly waiting: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly outbox: Readonly<Record<string, number>>;
  /** Mails that are to go out. */
  readonly going: number;
}

/**
 * What must hold at full rate: nothing is lost and nobody is answered twice, though the gateway is killed again and again while it works off all at once;
 * who floods it gets few answers; and a gateway that answers too much at once holds its answers. Throws when a law is broken.
 */
export async function laws(stage: BenchStage, clients: number, kills: number): Promise<readonly Row[]> {
  return [await killedInAFlood(stage, clients, kills), await answersTooMuch(stage, clients)];
}

async function killedInAFlood(stage: BenchStage, clients: number, kills: number): Promise<Row> {
  const data = join(stage.folder, 'laws');
  const options = {
    ...{ data, user: 'laws', connections: CONNECTIONS },
    limits: '{ automatic_per_minute: 1000000 }',
  };
  const flood = newMails('2 KB plain', FLOODING * EACH, 20_000_000).map((mail, nth) =>
    Buffer.from(mail.toString('utf8').replace(/^From: .*$/m, `From: <flood${nth % FLOODING}@example.net>`)),
  );
  const ordinary = newMails('2 KB plain', clients, 30_000_000);
  const mails = [...flood, ...ordinary].sort((a, b) => a.compare(b));
  stage.sink.keep();
  const known = (await stage.sink.heads()).length;
  let gateway = await startSpoc(stage, options);
  await deliver(stage, gateway, mails);
  const begun = performance.now();
  for (let kill = 1; kill <= kills; kill += 1) {
    const settled = (mails.length * kill) / (kills + 1);
    await until(data, ({ received, waiting }) => received - waiting >= settled);
    gateway.child.kill('SIGKILL');
    await once(gateway.child, 'close');
    gateway = await startSpoc(stage, options);
  }
  const { received, waiting, outcomes, outbox } = await until(data, atRest(mails.length));
  const took = performance.now() - begun;
  await gateway.stop();

  const told = (await stage.sink.heads()).slice(known).map((head) => {
    const fields = head.replace(/\r\n[ \t]+/g, ' ');
    const to = /^To:.*?([^\s<]+@[^\s>]+)/im.exec(fields)?.[1] ?? '?';
    return { to, id: /^Message-ID: (\S+)/im.exec(fields)?.[1] ?? '?' };
  });
  const idsOf = new Map<string, Set<string>>();
  for (const { to, id } of told) idsOf.set(to, (idsOf.get(to) ?? new Set()).add(id));
  const repeats = told.length - [...idsOf.values()].reduce((sum, ids) => sum + ids.size, 0);
  const answers = (flooding: boolean) =>
    [...idsOf].filter(([to]) => to.startsWith('flood') === flooding).map(([, ids]) => ids.size);
  const settled = Object.values(outcomes).reduce((sum, n) => sum + n, 0);
  hold(received === mails.length, `${mails.length} mails came, ${received} were received`);
  hold(waiting === 0 && received === settled, `${received} received, ${waiting} waiting, ${settled} with an outcome`);
  // On the way at two kills: whether it has arrived is for a person to say.
  const left = outbox.uncertain ?? 0;
  hold(answers(false).length >= clients - left, `${clients} clients wrote, ${answers(false).length} were answered`);
  hold(Math.max(...answers(false)) === 1, `somebody who wrote once got ${Math.max(...answers(false))} answers`);
  hold(
    Math.max(...answers(true)) <= LIMITS.answersPerHour,
    `a flooding sender got ${Math.max(...answers(true))} answers of ${LIMITS.answersPerHour}`,
  );
  hold(
    (outcomes.opened ?? 0) <= clients + FLOODING * LIMITS.ticketsPerHour,
    `${outcomes.opened} tickets of ${clients} clients and ${FLOODING} flooding senders`,
  );
  hold(repeats <= kills * CONNECTIONS, `${repeats} mails were sent again after ${kills} kills`);
  return {
    mails: `laws: a flood among them, ${kills} kills, ${outcomes.held ?? 0} held, ${repeats} sent again, ${left} left`,
    spoc: Math.round((mails.length / took) * 1_000),
  };
}

async function answersTooMuch(stage: BenchStage, clients: number): Promise<Row> {
  const data = join(stage.folder, 'too-much');
  const before = await stage.sink.taken();
  const gateway = await startSpoc(stage, { data, limits: '{}' });
  const begun = performance.now();
  await deliver(stage, gateway, newMails('2 KB plain', clients, 40_000_000));
  const { outcomes, outbox } = await until(data, atRest(clients));
  const took = performance.now() - begun;
  await gateway.stop();
  const sent = (await stage.sink.taken()) - before;
  const minutes = Math.ceil(took / 60_000);
  hold(outcomes.opened === clients, `${clients} mails opened ${outcomes.opened ?? 0} tickets`);
  hold(sent <= LIMITS.automaticPerMinute * minutes, `${sent} answers went out in ${minutes} min`);
  hold(sent + (outbox.hold ?? 0) === clients, `${sent} answers went out, ${outbox.hold ?? 0} are held, of ${clients}`);
  return { mails: `laws: ${sent} answers sent, the others held`, spoc: Math.round((clients / took) * 1_000) };
}

function atRest(mails: number): (counted: Counted) => boolean {
  return ({ received, waiting, going }) => received === mails && waiting === 0 && going === 0;
}

async function until(data: string, enough: (counted: Counted) => boolean): Promise<Counted> {
  const db = new Database(join(data, 'spoc.db'), { readonly: true });
  const counts = db.prepare('SELECT name, n FROM counts');
  const toGo = db.prepare("SELECT count(*) FROM outbox WHERE next_try IS NOT NULL OR state = 'sending'").pluck();
  try {
    for (const begun = performance.now(); ; await sleep(20)) {
      const all = new Map((counts.all() as { name: string; n: number }[]).map(({ name, n }) => [name, n]));
      const of = (prefix: string) =>
        Object.fromEntries(
          [...all].flatMap(([name, n]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), n] as const] : [])),
        );
      const { received = 0, waiting = 0, ...outcomes } = of('ledger:');
      const counted = { received, waiting, outcomes, outbox: of('outbox:'), going: Number(toGo.get()) };
      if (enough(counted)) return counted;
      if (performance.now() - begun > PATIENCE) throw new Error(`not at rest: ${JSON.stringify(counted)}`);
    }
  } finally {
    db.close();
  }
}

function hold(holds: boolean, broken: string): void {
  if (!holds) throw new Error(`a law is broken: ${broken}`);
}

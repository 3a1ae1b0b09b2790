import { newMails, quotedReply } from './ordinary-mail.ts';
import { type BenchStage, measure, type Run, startSpoc } from './stage.ts';

/** A line of the table. */
export type Row = Record<string, string | number>;

/** What a run of the gateway alone came to. */
export function rowOf(mails: string, run: Run): Row {
  return {
    mails,
    spoc: Math.round(run.perSecond),
    'spoc cpu ms': Number(run.cpu.toFixed(2)),
    'peak MB': run.peakMb,
    'loop p99 ms': Math.round(run.loopDelayMs ?? 0),
  };
}

/** How fast replies to our own mails are taken in, beside new mails of the same gateway: clients' with what they quote, and staff's with a command. */
export async function replies(stage: BenchStage, count: number): Promise<readonly Row[]> {
  const subject = await startSpoc(stage, {
    desk: '    agents: [ana]\n    confirm_follow_ups: true\n    needs: { agent_command: cited }',
    top: 'agents:\n  ana: { name: Ana Anić, address: ana@staff.test }',
  });
  try {
    // Each new mail tells the agent and its sender: a mail counts when both are sent.
    stage.sink.keep();
    const fresh = await measure(stage, subject, newMails('2 KB plain', count, 10_000_000), 2);
    const heads = await stage.sink.heads();
    const isStaff = (head: string) => /^To:.*staff\.test/im.test(head);
    const client = heads.filter((head) => !isStaff(head)).map((head, nth) => quotedReply(head, nth, ''));
    const staff = heads.filter(isStaff).map((head, nth) => quotedReply(head, 1_000_000 + nth, '#pending\n\n'));
    // A follow-up tells the agent, and is confirmed; an answer goes to the client.
    const followed = await measure(stage, subject, client, 2);
    const answered = await measure(stage, subject, staff, 1);
    return (
      [
        ['new, agent told as well', fresh],
        ['client’s reply, quoted text', followed],
        ['staff’s reply with a command', answered],
      ] as const
    ).map(([mails, run]) => rowOf(mails, run));
  } finally {
    await subject.stop();
  }
}

import type { Draft } from '../draft.ts';
import type { Actor, TicketId } from '../ids.ts';
import type { Ticket } from '../ticket.ts';
import type { TicketDraft } from '../ticket-draft.ts';
import { planOf } from './bonds.ts';
import type { Bond } from './event.ts';
import { setByPlan, tellNews } from './hang.ts';

const BONDS: readonly Bond[] = ['hangs-on', 'caused-by'];

function target({ care: { bonds } }: Ticket, bond: Bond): TicketId | undefined {
  return bond === 'hangs-on' ? bonds.defect?.on : bonds.problem;
}

/**
 * Why the bonds of a case cannot go into another: both have one, to different defects or problems, and only an agent knows which is right; or others hang
 * on it, which would wait for a case that is closed. Undefined when they can.
 */
export function carryProblem(from: Ticket, into: Ticket): 'bonds' | 'gathered' | undefined {
  if (from.care.bonds.gathered.length > 0) return 'gathered';
  const clash = BONDS.some((bond) => {
    const [his, mine] = [target(from, bond), target(into, bond)];
    if (his === undefined || his === mine || his === into.id) return false;
    // What others hang on hangs nowhere itself.
    return mine !== undefined || into.care.bonds.gathered.length > 0;
  });
  return clash ? 'bonds' : undefined;
}

/**
 * What a case hung on, the one that it goes into hangs on from now on. Its client is told of a defect's plan unless it is the one who was told already, or
 * all is over there; `waited`: the case was not done, so that the desk's rules set the status by it.
 */
export function carryBonds(draft: Draft, from: TicketDraft, into: TicketDraft, waited: boolean, by: Actor): void {
  for (const bond of BONDS) {
    const on = target(from.state, bond);
    const facts =
      on === undefined ? undefined : [...draft.around.named.values()].find(({ ticket }) => ticket.id === on);
    if (facts === undefined) continue;
    const told = from.state.care.bonds.defect?.told;
    const to = draft.ticket(facts);
    const mine = target(into.state, bond);
    // Several cases come here at once, and the one before brought another along.
    if (mine !== undefined && mine !== to.state.id) continue;
    from.push({ kind: 'unhung', from: to.state.id, bond, by });
    to.push({ kind: 'let-go', ticket: from.state.id, by });
    if (to.state.id === into.state.id || mine !== undefined) continue;
    into.push({ kind: 'hung', on: to.state.id, bond, by });
    to.push({ kind: 'gathered', ticket: into.state.id, by });
    if (bond !== 'hangs-on') continue;
    const plan = planOf(to.state.care.bonds);
    const news = waited && plan.stage !== 'released' && plan.stage !== 'not-a-defect';
    const known = !news ? plan : from.requester.id === into.requester.id ? told : undefined;
    if (known !== undefined) into.push({ kind: 'defect-told', of: to.state.id, plan: known });
    if (!news) continue;
    tellNews(draft, into, to.state.id, plan, by);
    setByPlan(draft, into, plan, by);
  }
}

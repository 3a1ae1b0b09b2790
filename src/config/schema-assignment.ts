import { z } from 'zod';
import { TIERS } from '../desk/status.ts';
import * as field from './fields.ts';

/* Who gets a case, and what an agent is good at. */

/** A list that may decide a turn. */
const agents = z
  .array(field.name, 'a list of agents: [marko, ana]')
  .min(1, 'at least one agent')
  .max(100, 'at most 100 agents');

export const condition = z.string('a condition such as `mail.subject.has("vpn")`');

/** What may stand where somebody is chosen. */
export const TO =
  '`marko`, `{ round_robin: [marko, ana] }`, `{ least_loaded: [marko, ana] }` or `{ skill: network, by: round-robin }`';

export const target = z.union(
  [
    field.name,
    z.strictObject({ round_robin: agents.describe('One after the other') }),
    z.strictObject({ least_loaded: agents.describe('Whoever has the fewest tickets that are not done') }),
    z.strictObject({
      skill: field.name.describe('The agents of the desk who have this skill'),
      by: field
        .choice(['round-robin', 'least-loaded'])
        .prefault('round-robin')
        .describe('… in turn, or whoever has least'),
      level: field.choice(TIERS).optional().describe('… of this level only'),
    }),
  ],
  TO,
);

const rule = z.strictObject(
  {
    when: condition
      .optional()
      .describe(
        'A CEL condition over `mail`, `ticket`, `client`, `service` and `form`; without it the rule always holds',
      ),
    to: target.describe(`Who gets it: ${TO}`),
    tier: field.choice(TIERS).optional().describe('Also says which level of solvers it goes to'),
  },
  'a rule such as `{ when: …, to: marko }`',
);
export type AssignmentRuleInput = z.output<typeof rule>;
export type TargetInput = AssignmentRuleInput['to'];

export const assignment = z
  .array(rule, 'a list of rules')
  .max(200, 'at most 200 rules')
  .prefault([])
  .describe(
    'Who gets a new ticket: the first rule that holds and that has somebody who is not away; without any, it waits for whoever takes it',
  );

export const agentSkills = z
  .array(field.name, 'a list of skills: [network, vpn]')
  .max(100, 'at most 100 skills')
  .prefault([])
  .describe('What the agent is good at; rules of `assignment` name these');

export const agentDeputy = field.name
  .optional()
  .describe('Takes over while the agent is away, where he names nobody else');

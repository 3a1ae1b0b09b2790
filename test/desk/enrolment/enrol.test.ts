import { describe, expect, it } from 'vitest';
import { compileEnrolment } from '../../../src/config/compile-form.ts';
import { READY_FORMS } from '../../../src/config/ready-fields.ts';
import { enrolmentProblem } from '../../../src/desk/enrolment/enrol.ts';
import type { EnrolmentState } from '../../../src/desk/event.ts';
import type { Facts } from '../../../src/desk/form/facts.ts';
import type { FormId } from '../../../src/desk/ids.ts';
import type { Policy } from '../../../src/desk/policy.ts';
import {
  ANA,
  agentReply,
  BANK,
  CILA,
  contact,
  decideMailOf,
  eventKinds,
  facts,
  JELENA,
  MARKO,
  mail,
  mailbox,
  policy,
  ticketFacts,
  told,
} from '../world.ts';

const enrolment = compileEnrolment({ use: 'enrolment', approvers: [MARKO], ask_at_most: 3 }, {});
const rules = (unknownSenders: 'refuse' | 'enrol' | 'accept' = 'refuse'): Policy =>
  policy({ enrolment, unknownSenders });
const unknown = { sender: { kind: 'unknown', client: undefined } as const };
const stranger = {
  from: [mailbox('new@elsewhere.example', 'Nova')],
  subject: 'Prijava',
  body: 'Dobar dan.',
  visible: 'Dobar dan.',
};

const given = (value: string) => ({ kind: 'given', value, explicit: true, recognised: true }) as const;
const FACTS: Facts = {
  name: given('Cila Cilić'),
  'business-unit': given('Glavna 1'),
  position: given('direktorka'),
  landline: given('+381113108680'),
};
const enrolmentOf = (state: EnrolmentState | undefined, requester = CILA) => {
  const on = ticketFacts(
    { requester: requester.id, client: undefined },
    { requester, client: undefined, facts: FACTS },
  );
  return { ...on, ticket: { ...on.ticket, care: { ...on.ticket.care, enrolment: state } } };
};
const commands = (...lines: readonly string[]) =>
  lines.map((line, at) => {
    const [verb = '', ...rest] = line.split(' ');
    return { verb, argument: rest.join(' '), line: at + 1 };
  });
const fromMarko = { from: [mailbox('marko@desk.example')], body: '', visible: '' };

describe('an enrolment by mail (SAGA-1)', () => {
  it('is begun by a stranger whose subject says so, even where strangers are refused; he is asked for the facts', () => {
    const decision = decideMailOf(mail(stranger), facts(unknown), rules());
    expect(decision.outcome?.kind).toBe('opened');
    expect(eventKinds(decision)).toContain('enrolment');
    expect(decision.notices).toContainEqual(expect.objectContaining({ kind: 'confirmation', asks: true }));
    const asked = decision.changes[0]?.events.find((event) => event.kind === 'facts-asked');
    expect(asked).toMatchObject({ fields: expect.arrayContaining(['name', 'business-unit', 'position', 'landline']) });
    expect(READY_FORMS.enrolment).toHaveLength(6);
  });

  it('is not begun by another subject, unless the desk enrols everybody who is unknown', () => {
    const other = { ...stranger, subject: 'Pitanje' };
    expect(decideMailOf(mail(other), facts(unknown), rules()).outcome?.kind).toBe('refused');
    expect(eventKinds(decideMailOf(mail(other), facts(unknown), rules('enrol')))).toContain('enrolment');
    expect(eventKinds(decideMailOf(mail(other), facts(unknown), rules('accept')))).not.toContain('enrolment');
  });

  it.each([
    ['a contact of a client', { sender: { kind: 'contact', contact: ANA } as const }],
    ['someone from the domain of a client', { sender: { kind: 'unknown', client: BANK } as const }],
    ['somebody whom staff entered', { sender: { kind: 'contact', contact: { ...CILA, entered: true } } as const }],
  ])('is not begun by %s', (_, sender) => {
    const from = { from: [mailbox('x@banka.example')], subject: 'Prijava' };
    expect(eventKinds(decideMailOf(mail(from), facts(sender), rules('enrol')))).not.toContain('enrolment');
  });

  it('is not begun by a machine', () => {
    const decision = decideMailOf(mail({ ...stranger, mailKind: 'auto-reply' }), facts(unknown), rules('enrol'));
    expect(eventKinds(decision)).not.toContain('enrolment');
  });

  it('is accepted by one reply of an approver: client and person are entered, he is welcomed, the case is done', () => {
    const command = mail({ ...fromMarko, commands: commands('approve Nova banka a.d.') });
    const decision = decideMailOf(command, agentReply(enrolmentOf('waiting')), rules());
    expect(decision.enrolled).toEqual([
      {
        contact: CILA.id,
        client: expect.any(Number),
        clientName: 'Nova banka a.d.',
        companyNumber: undefined,
        name: 'Cila Cilić',
        businessUnit: 'Glavna 1',
        position: 'direktorka',
        landline: '+381113108680',
        mobile: undefined,
      },
    ]);
    expect(told(decision.notices)).toEqual([`welcome → ${CILA.id}`]);
    expect(decision.changes[0]?.events).toContainEqual(
      expect.objectContaining({ kind: 'enrolment', state: 'approved' }),
    );
  });

  it('is completed by what an agent says in the applicant’s place; then the approvers are told', () => {
    const form = { form: 'enrolment' as FormId, complete: false, asked: [], times: 1 };
    const { landline: _, ...others } = FACTS;
    const rest = { ...others, email: given('cila@elsewhere.example') };
    const asked = enrolmentOf('asked');
    const on = {
      ...asked,
      facts: rest,
      ticket: { ...asked.ticket, care: { ...asked.ticket.care, form } },
    };
    const said = { ...fromMarko, commands: commands('fact Telefon: 011 310 86 80') };
    const decision = decideMailOf(mail(said), agentReply(on), rules());
    expect(eventKinds(decision)).toEqual(['facts-given', 'enrolment']);
    expect(decision.facts[0]?.facts).toMatchObject({ landline: given('+381113108680') });
    expect(told(decision.notices)).toEqual(['agent-enrolment → marko']);
    // Whether the number is another client's is known only then.
    const both = { ...fromMarko, commands: commands('fact name Cila', 'approve') };
    expect(decideMailOf(mail(both), agentReply(enrolmentOf('waiting')), rules()).enrolled).toEqual([]);
  });

  it('makes the case one of the new client, who has the company number that the form was given', () => {
    const facts = { ...FACTS, company: given('Nova banka a.d.'), 'company-number': given('20123456') };
    const on = { ...enrolmentOf('waiting'), facts };
    const decision = decideMailOf(mail({ ...fromMarko, commands: commands('approve') }), agentReply(on), rules());
    const [entered] = decision.enrolled;
    expect(entered).toMatchObject({ clientName: 'Nova banka a.d.', companyNumber: '20123456' });
    expect(decision.changes[0]?.events).toContainEqual(
      expect.objectContaining({ kind: 'client-set', client: entered?.client }),
    );
  });

  it('makes no second client of a company number', () => {
    const on = { ...enrolmentOf('waiting'), namesake: BANK };
    const decision = decideMailOf(mail({ ...fromMarko, commands: commands('approve') }), agentReply(on), rules());
    expect(decision).toMatchObject({ enrolled: [], changes: [] });
    expect(decision.notices).toMatchObject([
      { kind: 'transcript', lines: [{ result: { kind: 'enrolment-namesake' } }] },
    ]);
  });

  it('is declined with words to the applicant, in one mail', () => {
    const words = { ...fromMarko, commands: commands('decline'), body: 'Samo banke.', visible: 'Samo banke.' };
    const decision = decideMailOf(mail(words), agentReply(enrolmentOf('waiting')), rules());
    expect(decision.enrolled).toEqual([]);
    expect(decision.notices).toMatchObject([
      { kind: 'enrolment-declined', to: { id: CILA.id }, message: decision.messages[0]?.key },
    ]);
    expect(decision.notices).toHaveLength(1);
  });

  it('needs proof', () => {
    const authenticity = { level: 'cited', reason: 'a test says so', flags: [] } as const;
    const command = mail({ ...fromMarko, commands: commands('approve') });
    const decision = decideMailOf(command, agentReply(enrolmentOf('waiting'), { authenticity }), rules());
    expect(decision).toMatchObject({ outcome: { kind: 'held' }, enrolled: [] });
  });

  const marko = { kind: 'agent', id: MARKO } as const;
  it.each([
    ['an approver', enrolmentOf('waiting'), marko, true, undefined],
    ['the operator', enrolmentOf('waiting'), { kind: 'operator' } as const, true, undefined],
    ['another agent', enrolmentOf('waiting'), { kind: 'agent', id: JELENA } as const, true, 'forbidden'],
    ['an approver, while facts are missing', enrolmentOf('asked'), marko, true, 'enrolment-incomplete'],
    ['an approver who declines, while facts are missing', enrolmentOf('asked'), marko, false, undefined],
    ['an approver, again', enrolmentOf('approved'), marko, true, 'no-enrolment'],
    ['an approver, on another ticket', enrolmentOf(undefined), marko, false, 'no-enrolment'],
    [
      'an approver, of whom has become a client',
      enrolmentOf('waiting', contact(3, 'c@x.example', { client: BANK })),
      marko,
      true,
      'no-enrolment',
    ],
  ] as const)('can be decided by: %s', (_, on, by, approves, problem) => {
    expect(enrolmentProblem(rules(), on, by, approves)?.kind).toBe(problem);
  });
});

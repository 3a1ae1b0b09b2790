import { describe, expect, it } from 'vitest';
import { spokenFrom } from '../../src/desk/contact-point.ts';
import type { AddressRole, Desk, Policy } from '../../src/desk/policy.ts';
import {
  ANA,
  address,
  agentReply,
  BANK,
  CILA,
  CLIENT,
  decideMailOf,
  EB,
  eventKinds,
  facts,
  mail,
  mailbox,
  NET,
  policy,
  ticketFacts,
  told,
} from './world.ts';

const OWN = 'banka@desk.example';
const SERVED = 'kupci@desk.example';
const withRoles = (others: 'hold' | typeof NET, more: Partial<Desk> = {}): Policy => {
  const rules = policy();
  const desk = rules.desks.get(EB);
  if (desk === undefined) throw new Error('there is the desk');
  const addressRoles = new Map<string, AddressRole>([
    [OWN, { kind: 'client', companyNumber: '20123456', others }],
    [SERVED, { kind: 'customers', companyNumber: '20123456' }],
  ]);
  const addresses = [address('ebanking@desk.example'), address(OWN), address(SERVED)] as const;
  return { ...rules, desks: new Map([...rules.desks, [EB, { ...desk, addresses, addressRoles, ...more }]]) };
};
const companies = new Map([['20123456', CLIENT]]);
const cila = { sender: { kind: 'contact', contact: CILA } as const, companies };
const fromCila = { from: [mailbox('cila@elsewhere.example', 'Cila')] };

describe('an address for one client alone (SAGA-3)', () => {
  it('takes mail of his people as any other', () => {
    const decision = decideMailOf(mail({ sentTo: OWN }), facts({ companies }), withRoles('hold'));
    expect(decision.outcome?.kind).toBe('opened');
    expect(told(decision.notices)).toContain(`confirmation → ${ANA.id}`);
  });

  it('holds mail of others without an answer, until a person lets it pass', () => {
    const command = mail({ ...fromCila, sentTo: OWN });
    const held = decideMailOf(command, facts(cila), withRoles('hold'));
    expect(held).toMatchObject({ outcome: { kind: 'held' }, notices: [], changes: [] });
    const released = decideMailOf({ ...command, released: true }, facts(cila), withRoles('hold'));
    expect(released.outcome?.kind).toBe('opened');
    expect(eventKinds(released)).not.toContain('contact-point');
  });

  it('or places it at another desk', () => {
    const decision = decideMailOf(mail({ ...fromCila, sentTo: OWN }), facts(cila), withRoles(NET));
    expect(decision.changes[0]?.events[0]).toMatchObject({ kind: 'opened', desk: NET });
  });

  it('holds everybody while the register does not know the client', () => {
    const decision = decideMailOf(mail({ sentTo: OWN }), facts(), withRoles('hold'));
    expect(decision.outcome?.kind).toBe('held');
  });

  it('lets who takes part in a ticket answer there', () => {
    const on = ticketFacts({}, { watchers: [CILA] });
    const received = [{ id: 'x@y' as never, ticket: on.ticket.id }];
    const known = facts({ ...cila, received, tickets: new Map([[on.ticket.id, on]]) });
    expect(decideMailOf(mail({ ...fromCila, sentTo: OWN }), known, withRoles('hold')).outcome?.kind).toBe('added');
  });
});

describe("an address that serves a client's customers (SAGA-2)", () => {
  it('opens a ticket of that client for whoever writes, even where strangers are refused', () => {
    const decision = decideMailOf(
      mail({ ...fromCila, sentTo: SERVED }),
      facts(cila),
      withRoles('hold', { unknownSenders: 'refuse' }),
    );
    expect(decision.changes[0]?.events[0]).toMatchObject({ requester: CILA.id, client: BANK });
    expect(decision.changes[0]?.events).toContainEqual(
      expect.objectContaining({ kind: 'contact-point', address: SERVED }),
    );
    expect(told(decision.notices)).toContain(`customer-opened → ${CLIENT.responsible[0]?.id}`);
  });

  it('lets no customer join the ticket of another by its number, but the client himself', () => {
    const on = ticketFacts({ requester: CILA.id }, { requester: CILA });
    const named = [{ number: 'EB-10', ticket: on.ticket.id }];
    const tickets = new Map([[on.ticket.id, on]]);
    const other = { ...CILA, id: 99 as typeof CILA.id };
    const customer = facts({ sender: { kind: 'contact', contact: other }, companies, named, tickets });
    expect(
      decideMailOf(mail({ ...fromCila, sentTo: SERVED, numbers: ['EB-10'] }), customer, withRoles('hold')).outcome
        ?.kind,
    ).toBe('opened');
    const client = facts({ companies, named, tickets });
    expect(decideMailOf(mail({ sentTo: SERVED, numbers: ['EB-10'] }), client, withRoles('hold')).outcome?.kind).toBe(
      'added',
    );
  });
});

describe('the address that the desk speaks from', () => {
  const desk = withRoles('hold').desks.get(EB);
  if (desk === undefined) throw new Error('there is the desk');
  const at = (contactPoint: string | undefined) => {
    const { ticket } = ticketFacts();
    return {
      ...ticket,
      care: { ...ticket.care, contactPoint: contactPoint === undefined ? undefined : address(contactPoint) },
    };
  };
  it.each([
    ['the first that is for everybody', at(undefined), undefined, 'ebanking@desk.example'],
    ['the one that the client reached it by', at(SERVED), undefined, SERVED],
    ["the client's own, whatever he wrote to", at(undefined), CLIENT, OWN],
    [
      'the first, when the one that was reached is no longer the desk’s',
      at('gone@desk.example'),
      undefined,
      'ebanking@desk.example',
    ],
  ] as const)('is %s', (_, ticket, client, expected) => {
    expect(spokenFrom(desk, ticket, client)).toBe(expected);
  });

  it('is the one written to, for who has no ticket', () => {
    expect(spokenFrom(desk, undefined, undefined, SERVED)).toBe(SERVED);
    expect(spokenFrom(desk, undefined, undefined, 'x@y.example')).toBe('ebanking@desk.example');
  });

  it('stays when staff answer on the ticket', () => {
    const decision = decideMailOf(
      mail({ from: [mailbox('marko@desk.example')], sentTo: SERVED }),
      agentReply(ticketFacts()),
      withRoles('hold'),
    );
    expect(eventKinds(decision)).not.toContain('contact-point');
  });
});

import type { MatrixView } from '../../src/delivery/matrix-paper.ts';
import type { EscalationMatrix } from '../../src/desk/escalation/matrix.ts';
import type { Agent, Desk } from '../../src/desk/policy.ts';

const HOUR = 3_600_000;
const agent = (id: string, name: string) =>
  [id, { id, name, addresses: [`${id}@private.example`], phone: '+381 64 999 9999' } as unknown as Agent] as const;
/** A matrix with every sort of level. */
export const matrix = {
  id: 'noc',
  name: 'NOC 24/7',
  levels: [
    {
      name: 'Rukovodilac smene',
      agents: ['marko', 'jelena'],
      phone: '+381 11 555 0101',
      trigger: { kind: 'age', after: 2 * HOUR, time: 'business' },
    },
    {
      name: 'Šef mreže',
      agents: ['jelena'],
      phone: undefined,
      trigger: { kind: 'target', target: 'resolution', part: 0.8 },
    },
    {
      name: 'Direktor',
      agents: ['marko'],
      phone: undefined,
      trigger: { kind: 'target', target: 'first-response', part: 1 },
    },
    { name: 'Vlasnik', agents: ['gone'], phone: undefined, trigger: undefined },
  ],
  clientEvery: HOUR,
  clientAtMost: 3,
} as unknown as EscalationMatrix;

/** What its document is made of. */
export const view = (over: Partial<MatrixView> = {}): MatrixView => ({
  desk: { name: 'Kontakt centar', addresses: ['centar@desk.example'], showAgentName: true } as unknown as Desk,
  matrix,
  agents: new Map([
    agent('marko', 'Marko Petrović'),
    agent('jelena', 'Јелена Илић'),
  ]) as unknown as MatrixView['agents'],
  service: { id: 'SRV-100234', name: 'Internet 1 Gb/s' } as unknown as NonNullable<MatrixView['service']>,
  clientName: 'Mlin Žitko d.o.o.',
  at: new Date('2026-11-25T08:00:00Z'),
  ...over,
});

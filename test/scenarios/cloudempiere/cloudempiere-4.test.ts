import { mail, not, story } from '../story.ts';

const [LUCIA, IGOR] = ['lucia@cloud.example', 'igor@cloud.example'] as const;
const [JANA, JOZEF] = ['jana@zakaznik.example', 'jozef@zakaznik.example'] as const;
const [MARIA, PETER] = ['maria@zakaznik.example', 'peter@zakaznik.example'] as const;

story(
  'CLOUDEMPIERE-4',
  'users follow progress and solution by mail, according to preset permissions',
  'cloudempiere',
  async (desk) => {
    const { at, told } = desk;
    await desk.people('cloudempiere');

    await at('Mon 2026-11-23 09:00', mail('cloudempiere/4-jana.eml'));
    told(JANA, 'confirmation', 'CLD-1001');
    told([LUCIA, IGOR], 'agent-new', 'CLD-1001');
    await at('Mon 2026-11-23 09:10', mail('cloudempiere/4-jozef.eml'));
    told(JOZEF, 'confirmation', 'CLD-1002');
    told([LUCIA, IGOR], 'agent-new', 'CLD-1002');
    await at('Mon 2026-11-23 10:00', mail('cloudempiere/4-answer.eml'));
    told(JOZEF, 'answer', 'Index skladu je obnovený');
    told(PETER, 'status-changed', 'CLD-1002');

    // Her own; those of her unit; those of the whole client.
    await at('Mon 2026-11-23 11:00', mail('cloudempiere/4-jana-asks.eml'));
    told(JANA, 'record', /CLD-1001: +Export do Excelu/, 'Miesto v poradí: 1 z 1', not('CLD-1002'));
    await at('Mon 2026-11-23 11:05', mail('cloudempiere/4-maria-asks.eml'));
    told(
      MARIA,
      'record',
      'Vašej prevádzkovej jednotky',
      /CLD-1002: +Pomalý sklad/,
      'Jozef Horal',
      'Riešenie: Index skladu',
      not('CLD-1001'),
    );
    await at('Mon 2026-11-23 11:10', mail('cloudempiere/4-peter-asks.eml'));
    told(PETER, 'record', 'celej Vašej organizácie', 'CLD-1001', 'CLD-1002', 'Riešenie: Index skladu');

    // Of what she may not see she learns no more than of what does not exist.
    await at('Mon 2026-11-23 11:15', mail('cloudempiere/4-jana-asks-one.eml'));
    told(JANA, 'record-case', 'CLD-1002', 'taká požiadavka nie je', not('sklad'));
    await at('Mon 2026-11-23 11:20', mail('cloudempiere/4-jana-asks-nothing.eml'));
    told(JANA, 'record-case', 'CLD-9999', 'taká požiadavka nie je');
  },
);

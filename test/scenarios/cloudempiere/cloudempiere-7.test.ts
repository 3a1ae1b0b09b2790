import { expect } from 'vitest';
import { spoc } from '../../cli/cli.ts';
import { mail, not, story } from '../story.ts';

const [LUCIA, IGOR] = ['lucia@cloud.example', 'igor@cloud.example'] as const;
const PETER = 'peter@zakaznik.example';

story(
  'CLOUDEMPIERE-7',
  'all communication and events of a customer are recorded, and stand in one place',
  'cloudempiere',
  async (desk) => {
    const { at, told } = desk;
    await desk.people('cloudempiere');

    await at('Mon 2026-11-23 10:00', mail('cloudempiere/3-call.eml'));
    told(PETER, 'confirmation', 'CLD-1001');
    told(IGOR, 'agent-new', 'CLD-1001');
    await at('Mon 2026-11-23 12:00', mail('cloudempiere/7-mail.eml'));
    told(PETER, 'confirmation', 'CLD-1002');
    told([LUCIA, IGOR], 'agent-new', 'CLD-1002');
    await at('Mon 2026-11-23 12:10', mail('cloudempiere/7-note.eml'));
    told(IGOR, 'agent-note', 'Cenu zmenil obchod');
    await at('Mon 2026-11-23 12:15', mail('cloudempiere/7-answer.eml'));
    told(PETER, 'answer', 'nový cenník', not('obchod'));

    const { out } = await spoc('client', 'show', '36123456', '--config', desk.world.settings.file);
    // Who its people are, where each case stands, and what was said and done on all of them: the newest first.
    expect(out).toMatch(/Zákazník s\.r\.o\.[\s\S]*peter@zakaznik\.example[\s\S]*CLD-1002 [\s\S]*CLD-1001 /);
    const history = out.slice(out.indexOf('History'));
    expect(history).toMatch(
      /→ Lucia Horváthová: Od októbra[\s\S]*✎ Lucia Horváthová: Cenu zmenil obchod[\s\S]*← Peter Novák: Prečo sú faktúry[\s\S]*CLD-1001[\s\S]*opened as CLD-1001/,
    );
  },
);

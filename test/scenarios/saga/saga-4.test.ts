import { mail, story } from '../story.ts';

const JELENA = 'jelena@saga.example';
const NIKOLA = 'nikola@saga.example';
const PETAR = 'petar.ilic@alfabanka.example';

story(
  'SAGA-4',
  'in working hours, nine to five on every working day, confirmations name the landline as the second channel',
  'saga',
  async (desk) => {
    const { at, told } = desk;
    await desk.people('saga');

    await at('Mon 2026-11-23 09:00', mail('saga/4-in-hours.eml'));
    told('vera@nepoznato.example', 'confirmation', 'U radno vreme možete nas dobiti i telefonom: 011 555 0680.');
    told([JELENA, NIKOLA], 'agent-new');

    await at('Mon 2026-11-23 16:59', mail('saga/4-in-hours-client.eml'));
    told(PETAR, 'confirmation', '011 555 0680');
    told([JELENA, NIKOLA], 'agent-new');
  },
);

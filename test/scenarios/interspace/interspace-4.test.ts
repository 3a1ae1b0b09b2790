import { mail, story } from '../story.ts';

story(
  'INTERSPACE-4',
  'whatever language the client writes in, correspondence is in English, and the confirmation says so in both',
  'interspace',
  async ({ at, told, world }) => {
    const blank = {
      companyNumber: '20999888',
      desk: undefined,
      level: undefined,
      calendar: undefined,
      matrix: undefined,
    };
    await world.core.operations.putClient({
      ...blank,
      id: undefined,
      name: 'Mreža',
      locale: 'sr',
      domains: ['mreza.example'],
    });

    await at('Mon 2026-11-23 10:00', mail('interspace/4-serbian.eml'));
    told(
      'milan@mreza.example',
      'confirmation',
      'It has been received as request ISP-1001',
      'Prepisku vodimo samo na engleskom jeziku.',
      'We correspond in English only.',
    );
    told(['mila@interspace.example', 'stefan@interspace.example'], 'agent-new', 'ISP-1001');
  },
);

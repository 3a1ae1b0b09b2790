import type { ChoiceOption } from '../mail/form/rules.ts';

/* The answers of the ready-made choices in the desks' languages: the first word of each is shown, all are understood. */

/** How a fault bears on a service (INTERSPACE-5, INTERSPACE-6). */
export const IMPACTS: readonly ChoiceOption[] = [
  {
    key: 'service-affecting',
    words: {
      en: ['Service affecting', 'Outage', 'Service down', 'Service is down'],
      sr: ['Prekid usluge', 'Utiče na uslugu', 'Usluga ne radi', 'Potpuni prekid'],
      sl: ['Izpad storitve', 'Vpliva na storitev', 'Storitev ne deluje'],
      sk: ['Výpadok služby', 'Ovplyvňuje službu', 'Služba nefunguje'],
      cs: ['Výpadek služby', 'Ovlivňuje službu', 'Služba nefunguje'],
      mk: ['Прекин на услугата', 'Влијае на услугата', 'Услугата не работи'],
    },
  },
  {
    key: 'degradation',
    words: {
      en: ['Degradation', 'Service degradation', 'Degraded service', 'Degraded'],
      sr: ['Degradacija usluge', 'Degradacija'],
      sl: ['Poslabšanje storitve', 'Poslabšanje', 'Degradacija storitve'],
      sk: ['Zhoršenie služby', 'Zhoršenie', 'Degradácia služby', 'Degradácia'],
      cs: ['Zhoršení služby', 'Zhoršení', 'Degradace služby', 'Degradace'],
      mk: ['Влошување на услугата', 'Влошена услуга', 'Деградација'],
    },
  },
  {
    key: 'non-service-affecting',
    words: {
      en: ['Non service affecting', 'Not service affecting', 'No service impact', 'No impact on the service'],
      sr: ['Bez uticaja na uslugu', 'Ne utiče na uslugu'],
      sl: ['Brez vpliva na storitev', 'Ne vpliva na storitev'],
      sk: ['Bez vplyvu na službu', 'Neovplyvňuje službu', 'Bez dopadu na službu'],
      cs: ['Bez vlivu na službu', 'Neovlivňuje službu', 'Bez dopadu na službu'],
      mk: ['Без влијание врз услугата', 'Не влијае на услугата'],
    },
  },
];

/** How soon it must be dealt with, the most urgent first (CLOUDEMPIERE-6). */
export const URGENCIES: readonly ChoiceOption[] = [
  {
    key: 'high',
    words: {
      en: ['High', 'Urgent'],
      sr: ['Velika', 'Visoka', 'Hitno'],
      sl: ['Velika', 'Visoka', 'Nujno'],
      sk: ['Vysoká', 'Naliehavé'],
      cs: ['Vysoká', 'Naléhavé'],
      mk: ['Висока', 'Голема', 'Итно'],
    },
  },
  {
    key: 'medium',
    words: {
      en: ['Medium', 'Normal'],
      sr: ['Srednja', 'Uobičajena'],
      sl: ['Srednja', 'Običajna'],
      sk: ['Stredná', 'Bežná'],
      cs: ['Střední', 'Běžná'],
      mk: ['Средна', 'Вообичаена'],
    },
  },
  {
    key: 'low',
    words: {
      en: ['Low'],
      sr: ['Mala', 'Niska'],
      sl: ['Majhna', 'Nizka'],
      sk: ['Nízka'],
      cs: ['Nízká'],
      mk: ['Ниска', 'Мала'],
    },
  },
];

/** The priorities of tickets, for a client who chooses (INTERSPACE-2). */
export const CHOSEN_PRIORITIES: readonly ChoiceOption[] = [
  {
    key: 'urgent',
    words: {
      en: ['Urgent', 'Critical'],
      sr: ['Hitan', 'Hitno', 'Kritičan'],
      sl: ['Nujna', 'Nujno', 'Kritična'],
      sk: ['Naliehavá', 'Naliehavé', 'Kritická'],
      cs: ['Naléhavá', 'Naléhavé', 'Kritická'],
      mk: ['Итен', 'Итно', 'Критичен'],
    },
  },
  {
    key: 'high',
    words: {
      en: ['High'],
      sr: ['Visok', 'Visoki'],
      sl: ['Visoka'],
      sk: ['Vysoká'],
      cs: ['Vysoká'],
      mk: ['Висок'],
    },
  },
  {
    key: 'normal',
    words: {
      en: ['Normal', 'Medium'],
      sr: ['Normalan', 'Srednji', 'Uobičajen'],
      sl: ['Običajna', 'Srednja', 'Normalna'],
      sk: ['Bežná', 'Stredná', 'Normálna'],
      cs: ['Běžná', 'Střední', 'Normální'],
      mk: ['Нормален', 'Среден'],
    },
  },
  {
    key: 'low',
    words: {
      en: ['Low'],
      sr: ['Nizak', 'Niski'],
      sl: ['Nizka'],
      sk: ['Nízka'],
      cs: ['Nízká'],
      mk: ['Низок'],
    },
  },
];

/** Whether a fault comes and goes (INTERSPACE-5). */
export const PERSISTENCES: readonly ChoiceOption[] = [
  {
    key: 'intermittent',
    words: {
      en: ['Intermittent'],
      sr: ['Povremena', 'Povremeni', 'Povremeno'],
      sl: ['Občasna', 'Občasno'],
      sk: ['Občasná', 'Prerušovaná', 'Občasne'],
      cs: ['Občasná', 'Přerušovaná', 'Občasně'],
      mk: ['Повремена', 'Повремено'],
    },
  },
  {
    key: 'permanent',
    words: {
      en: ['Permanent', 'Continuous', 'Constant'],
      sr: ['Stalna', 'Stalni', 'Stalno', 'Neprekidno'],
      sl: ['Stalna', 'Stalno', 'Trajna'],
      sk: ['Trvalá', 'Trvalo'],
      cs: ['Trvalá', 'Trvale'],
      mk: ['Постојана', 'Постојано'],
    },
  },
];

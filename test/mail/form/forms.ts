import { formRules } from '../../../src/mail/form/labels.ts';
import { phoneCountry } from '../../../src/mail/form/phone-number.ts';
import type { FormContext } from '../../../src/mail/form/rules.ts';

/** What INTERSPACE-5 requires, in six languages. */
export const FAULT = formRules([
  {
    key: 'service',
    kind: 'identifier',
    need: 'required',
    patterns: [/SVC-\d{4,6}/i],
    register: 'services',
    labels: {
      en: ['Service ID'],
      sr: ['ID usluge', 'Oznaka usluge'],
      sl: ['ID storitve', 'Oznaka storitve'],
      sk: ['ID služby'],
      cs: ['Označení služby'],
      mk: ['ИД на услуга'],
    },
  },
  {
    key: 'start',
    kind: 'moment',
    need: 'required',
    leans: 'past',
    labels: {
      en: ['Start time', 'Time the problem began'],
      sr: ['Vreme početka problema', 'Početak'],
      sl: ['Čas začetka', 'Začetek težave'],
      sk: ['Začiatok problému', 'Čas začiatku'],
      cs: ['Začátek problému', 'Čas začátku'],
      mk: ['Почеток на проблемот', 'Почеток'],
    },
  },
  {
    key: 'description',
    kind: 'long-text',
    need: 'required',
    prose: true,
    labels: {
      en: ['Description', 'Short description'],
      sr: ['Opis', 'Kratak opis problema', 'Opis problema'],
      sl: ['Opis težave'],
      sk: ['Popis problému', 'Popis'],
      cs: ['Stručný popis'],
      mk: ['Опис на проблемот', 'Опис'],
    },
  },
  {
    key: 'impact',
    kind: 'choice',
    need: 'required',
    labels: {
      en: ['Impact'],
      sr: ['Uticaj'],
      sl: ['Vpliv'],
      sk: ['Vplyv', 'Dopad'],
      cs: ['Závažnost'],
      mk: ['Влијание'],
    },
    options: [
      {
        key: 'service-affecting',
        words: {
          en: ['Service affecting', 'outage'],
          sr: ['Utiče na uslugu', 'prekid usluge'],
          sl: ['Vpliva na storitev'],
          sk: ['Ovplyvňuje službu'],
          cs: ['Ovlivňuje službu'],
          mk: ['Влијае на услугата'],
        },
      },
      {
        key: 'degradation',
        words: {
          en: ['Degradation', 'degraded'],
          sr: ['Degradacija'],
          sl: ['Poslabšanje'],
          sk: ['Zhoršenie'],
          cs: ['Zhoršení'],
          mk: ['Деградација'],
        },
      },
      {
        key: 'non-service-affecting',
        words: {
          en: ['Non service affecting', 'Not service affecting'],
          sr: ['Ne utiče na uslugu'],
          sl: ['Ne vpliva na storitev'],
          sk: ['Neovplyvňuje službu'],
          cs: ['Neovlivňuje službu'],
          mk: ['Не влијае на услугата'],
        },
      },
    ],
  },
  {
    key: 'circuit',
    kind: 'identifier',
    need: 'if-applicable',
    patterns: [/CIR-[A-Z]{2}\d{3}/i],
    register: undefined,
    labels: { en: ['Circuit ID'], sr: ['ID kola'], sl: ['ID voda'], sk: ['ID okruhu'], mk: ['ИД на коло'] },
  },
  {
    key: 'persistence',
    kind: 'choice',
    need: 'if-applicable',
    labels: {
      en: ['Intermittent or permanent', 'Fault type'],
      sr: ['Povremeni ili stalni kvar'],
      sl: ['Občasna ali stalna napaka'],
      cs: ['Občasná nebo trvalá porucha'],
    },
    options: [
      {
        key: 'intermittent',
        words: { en: ['intermittent'], sr: ['povremeni', 'povremeno'], sl: ['občasna'], cs: ['občasná'] },
      },
      { key: 'permanent', words: { en: ['permanent'], sr: ['stalni', 'stalno'], sl: ['stalna'], cs: ['trvalá'] } },
    ],
  },
  {
    key: 'logs',
    kind: 'long-text',
    need: 'if-applicable',
    prose: false,
    labels: {
      en: ['Test results', 'Logs'],
      sr: ['Rezultati testova'],
      sl: ['Rezultati testov'],
      cs: ['Výsledky testů'],
    },
  },
  {
    key: 'ip',
    kind: 'ip',
    need: 'if-applicable',
    labels: { en: ['IP address'], sr: ['IP adresa'], sl: ['IP naslov'], mk: ['ИП адреса'] },
  },
  {
    key: 'duration',
    kind: 'duration',
    need: 'if-applicable',
    labels: {
      en: ['Duration'],
      sr: ['Trajanje'],
      sl: ['Trajanje izpada'],
      sk: ['Trvanie'],
      cs: ['Doba trvání'],
      mk: ['Траење'],
    },
  },
]);

/** The six attributes of SAGA-6. */
export const PERSON = formRules([
  {
    key: 'name',
    kind: 'text',
    need: 'required',
    labels: {
      en: ['First and last name', 'Name'],
      sr: ['IME I PREZIME'],
      sl: ['Ime in priimek'],
      sk: ['Meno a priezvisko'],
      cs: ['Jméno a příjmení'],
      mk: ['Име и презиме'],
    },
  },
  {
    key: 'unit',
    kind: 'address',
    need: 'required',
    labels: {
      en: ['Business unit'],
      sr: ['POSLOVNA JEDINICA (ulica i broj, grad i poštanski broj)'],
      sl: ['Poslovna enota'],
      sk: ['Prevádzka'],
      cs: ['Provozovna'],
      mk: ['Деловна единица'],
    },
  },
  {
    key: 'position',
    kind: 'text',
    need: 'required',
    labels: {
      en: ['Position'],
      sr: ['RADNO MESTO'],
      sl: ['Delovno mesto'],
      sk: ['Pracovná pozícia'],
      cs: ['Funkce'],
      mk: ['Работно место'],
    },
  },
  {
    key: 'landline',
    kind: 'phone',
    need: 'required',
    labels: {
      en: ['Landline'],
      sr: ['BROJ FIKSNOG TELEFONA'],
      sl: ['Stacionarni telefon'],
      sk: ['Pevná linka'],
      cs: ['Telefon'],
      mk: ['Фиксен телефон'],
    },
  },
  {
    key: 'mobile',
    kind: 'phone',
    need: 'if-applicable',
    labels: {
      en: ['Mobile'],
      sr: ['BROJ MOBILNOG TELEFONA'],
      sl: ['Mobilni telefon'],
      cs: ['Mobil'],
      mk: ['Мобилен телефон'],
    },
  },
  {
    key: 'email',
    kind: 'email',
    need: 'required',
    labels: { en: ['E-mail address', 'E-mail'], sr: ['E-MAIL ADRESA'], sl: ['E-poštni naslov'], mk: ['Е-пошта'] },
  },
]);

const SERVICES = new Map([
  ['svc-10042', 'SVC-10042'],
  ['svc10042', 'SVC-10042'],
  ['svc-20077', 'SVC-20077'],
  ['dca-beograd-7', 'DCA-BEOGRAD-7'],
]);

/** Monday, 23 November 2026, 15:30 in Belgrade. */
export const NOW = new Date('2026-11-23T14:30:00Z');

export function context(more: Partial<FormContext> = {}): FormContext {
  const country = phoneCountry('RS');
  if (country === undefined) throw new Error('RS is a country');
  return {
    now: NOW,
    timeZone: 'Europe/Belgrade',
    country,
    lookUp: (register, written) => (register === 'services' ? SERVICES.get(written.toLowerCase()) : undefined),
    quoted: false,
    asked: [],
    ...more,
  };
}

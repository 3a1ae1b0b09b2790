import type { FieldRule } from '../mail/form/rules.ts';
import { CHOSEN_PRIORITIES, IMPACTS, PERSISTENCES, URGENCIES } from './ready-words.ts';

/*
 * Fields that an operator takes by name, with their labels in the desks' languages: the first of each language is shown, all are
 * understood. What stands in brackets is shown to the client and needs not be written by him.
 */

const all = (fields: readonly FieldRule[]): ReadonlyMap<string, FieldRule> =>
  new Map(fields.map((field) => [field.key, field]));

/** Every ready-made field by its name. */
export const READY_FIELDS: ReadonlyMap<string, FieldRule> = all([
  {
    key: 'service',
    kind: 'identifier',
    need: 'required',
    patterns: [],
    register: 'services',
    labels: {
      en: ['Service ID', 'Service number'],
      sr: ['ID usluge', 'Oznaka usluge', 'Broj usluge'],
      sl: ['ID storitve', 'Oznaka storitve', 'Številka storitve'],
      sk: ['ID služby', 'Označenie služby', 'Číslo služby'],
      cs: ['ID služby', 'Označení služby', 'Číslo služby'],
      mk: ['ИД на услугата', 'ИД на услуга', 'Ознака на услугата', 'Број на услугата'],
    },
  },
  {
    key: 'start',
    kind: 'moment',
    need: 'required',
    leans: 'past',
    labels: {
      en: ['Start of the problem', 'Time the problem began', 'Problem start', 'Start time', 'Time of start', 'Start'],
      sr: ['Početak problema', 'Vreme početka problema', 'Vreme početka', 'Početak'],
      sl: ['Začetek težave', 'Čas začetka težave', 'Čas začetka', 'Začetek'],
      sk: ['Začiatok problému', 'Čas začiatku problému', 'Čas začiatku', 'Začiatok'],
      cs: ['Začátek problému', 'Čas začátku problému', 'Čas začátku', 'Začátek'],
      mk: ['Почеток на проблемот', 'Време на почеток', 'Почеток'],
    },
  },
  {
    key: 'description',
    kind: 'long-text',
    need: 'required',
    prose: true,
    labels: {
      en: ['Description of the problem', 'Short description', 'Problem description', 'Description'],
      sr: ['Opis problema', 'Kratak opis problema', 'Kratak opis', 'Opis'],
      sl: ['Opis težave', 'Kratek opis težave', 'Kratek opis', 'Opis'],
      sk: ['Popis problému', 'Stručný popis problému', 'Stručný popis', 'Popis'],
      cs: ['Popis problému', 'Stručný popis problému', 'Stručný popis', 'Popis'],
      mk: ['Опис на проблемот', 'Краток опис на проблемот', 'Краток опис', 'Опис'],
    },
  },
  {
    key: 'impact',
    kind: 'choice',
    need: 'required',
    options: IMPACTS,
    labels: {
      en: ['Impact', 'Impact on the service', 'Service impact'],
      sr: ['Uticaj', 'Uticaj na uslugu'],
      sl: ['Vpliv', 'Vpliv na storitev'],
      sk: ['Dopad', 'Dopad na službu', 'Vplyv', 'Vplyv na službu'],
      cs: ['Dopad', 'Dopad na službu', 'Závažnost'],
      mk: ['Влијание', 'Влијание врз услугата'],
    },
  },
  {
    key: 'circuit',
    kind: 'identifier',
    need: 'if-applicable',
    patterns: [],
    register: undefined,
    labels: {
      en: ['Circuit ID', 'Circuit number'],
      sr: ['ID voda', 'Oznaka voda', 'ID linka'],
      sl: ['ID voda', 'Oznaka voda', 'Oznaka povezave'],
      sk: ['ID okruhu', 'Označenie okruhu'],
      cs: ['ID okruhu', 'Označení okruhu'],
      mk: ['ИД на водот', 'Ознака на водот', 'ИД на линкот'],
    },
  },
  {
    key: 'persistence',
    kind: 'choice',
    need: 'if-applicable',
    options: PERSISTENCES,
    labels: {
      en: ['Intermittent or permanent fault', 'Intermittent or permanent', 'Type of fault', 'Fault type'],
      sr: ['Povremena ili stalna smetnja', 'Povremeni ili stalni kvar', 'Vrsta smetnje'],
      sl: ['Občasna ali stalna napaka', 'Občasna ali stalna motnja', 'Vrsta napake'],
      sk: ['Občasná alebo trvalá porucha', 'Prerušovaná alebo trvalá porucha', 'Typ poruchy'],
      cs: ['Občasná nebo trvalá porucha', 'Přerušovaná nebo trvalá porucha', 'Typ poruchy'],
      mk: ['Повремена или постојана пречка', 'Вид на пречката'],
    },
  },
  {
    key: 'logs',
    kind: 'long-text',
    need: 'if-applicable',
    prose: false,
    labels: {
      en: ['Test results or logs', 'Test results', 'Logs'],
      sr: ['Rezultati testova ili logovi', 'Rezultati testova', 'Logovi'],
      sl: ['Rezultati testov ali dnevniki', 'Rezultati testov', 'Dnevniki'],
      sk: ['Výsledky testov alebo logy', 'Výsledky testov', 'Logy'],
      cs: ['Výsledky testů nebo logy', 'Výsledky testů', 'Logy'],
      mk: ['Резултати од тестови или логови', 'Резултати од тестови', 'Логови'],
    },
  },
  {
    key: 'ip',
    kind: 'ip',
    need: 'if-applicable',
    labels: {
      en: ['IP address', 'IP addresses', 'IP'],
      sr: ['IP adresa', 'IP adrese'],
      sl: ['Naslov IP', 'IP-naslov'],
      sk: ['IP adresa', 'IP adresy'],
      cs: ['IP adresa', 'IP adresy'],
      mk: ['IP-адреса', 'ИП-адреса'],
    },
  },
  {
    key: 'duration',
    kind: 'duration',
    need: 'if-applicable',
    labels: {
      en: ['Duration', 'Duration of the problem'],
      sr: ['Trajanje', 'Trajanje problema'],
      sl: ['Trajanje', 'Trajanje težave'],
      sk: ['Trvanie', 'Trvanie problému'],
      cs: ['Doba trvání', 'Trvání'],
      mk: ['Траење', 'Траење на проблемот'],
    },
  },
  {
    key: 'urgency',
    kind: 'choice',
    need: 'if-applicable',
    options: URGENCIES,
    prose: false,
    labels: {
      en: ['Urgency'],
      sr: ['Hitnost'],
      sl: ['Nujnost'],
      sk: ['Naliehavosť'],
      cs: ['Naléhavost'],
      mk: ['Итност'],
    },
  },
  {
    key: 'priority',
    kind: 'choice',
    need: 'if-applicable',
    options: CHOSEN_PRIORITIES,
    prose: false,
    labels: {
      en: ['Priority'],
      sr: ['Prioritet'],
      sl: ['Prednost', 'Prioriteta'],
      sk: ['Priorita'],
      cs: ['Priorita'],
      mk: ['Приоритет'],
    },
  },
  {
    key: 'name',
    kind: 'text',
    need: 'required',
    labels: {
      en: ['First and last name', 'Full name', 'Name'],
      sr: ['Ime i prezime'],
      sl: ['Ime in priimek'],
      sk: ['Meno a priezvisko'],
      cs: ['Jméno a příjmení'],
      mk: ['Име и презиме'],
    },
  },
  {
    key: 'business-unit',
    kind: 'address',
    need: 'required',
    labels: {
      en: ['Business unit (street and number, city and postcode)', 'Business unit address'],
      sr: ['Poslovna jedinica (ulica i broj, grad i poštanski broj)', 'Adresa poslovne jedinice'],
      sl: ['Poslovna enota (ulica in številka, kraj in poštna številka)', 'Naslov poslovne enote'],
      sk: ['Prevádzka (ulica a číslo, mesto a PSČ)', 'Adresa prevádzky'],
      cs: ['Provozovna (ulice a číslo, město a PSČ)', 'Adresa provozovny'],
      mk: ['Деловна единица (улица и број, град и поштенски број)', 'Адреса на деловната единица'],
    },
  },
  {
    key: 'position',
    kind: 'text',
    need: 'required',
    labels: {
      en: ['Position', 'Job title', 'Position held'],
      sr: ['Radno mesto', 'Funkcija'],
      sl: ['Delovno mesto', 'Položaj'],
      sk: ['Pracovná pozícia', 'Funkcia'],
      cs: ['Pracovní pozice', 'Funkce'],
      mk: ['Работно место', 'Функција'],
    },
  },
  {
    key: 'landline',
    kind: 'phone',
    need: 'required',
    labels: {
      en: ['Landline number', 'Landline', 'Phone number', 'Phone'],
      sr: ['Broj fiksnog telefona', 'Fiksni telefon', 'Telefon'],
      sl: ['Številka stacionarnega telefona', 'Stacionarni telefon', 'Telefon'],
      sk: ['Číslo pevnej linky', 'Pevná linka', 'Telefón'],
      cs: ['Číslo pevné linky', 'Pevná linka', 'Telefon'],
      mk: ['Број на фиксен телефон', 'Фиксен телефон', 'Телефон'],
    },
  },
  {
    key: 'mobile',
    kind: 'phone',
    need: 'if-applicable',
    labels: {
      en: ['Mobile number', 'Mobile', 'Mobile phone'],
      sr: ['Broj mobilnog telefona', 'Mobilni telefon', 'Mobilni'],
      sl: ['Številka mobilnega telefona', 'Mobilni telefon', 'Mobilna številka'],
      sk: ['Číslo mobilného telefónu', 'Mobilný telefón', 'Mobil'],
      cs: ['Číslo mobilního telefonu', 'Mobilní telefon', 'Mobil'],
      mk: ['Број на мобилен телефон', 'Мобилен телефон', 'Мобилен'],
    },
  },
  {
    key: 'company',
    kind: 'text',
    need: 'required',
    labels: {
      en: ['Company', 'Company name'],
      sr: ['Naziv firme', 'Firma', 'Naziv preduzeća', 'Preduzeće'],
      sl: ['Naziv podjetja', 'Podjetje', 'Družba'],
      sk: ['Názov spoločnosti', 'Spoločnosť', 'Názov firmy', 'Firma'],
      cs: ['Název společnosti', 'Společnost', 'Název firmy', 'Firma'],
      mk: ['Назив на фирмата', 'Фирма', 'Назив на претпријатието', 'Претпријатие'],
    },
  },
  {
    key: 'company-number',
    kind: 'company-number',
    need: 'required',
    labels: {
      en: ['Company number', 'Registration number', 'Company registration number'],
      sr: ['Matični broj', 'Matični broj firme', 'MB'],
      sl: ['Matična številka', 'Matična številka podjetja'],
      sk: ['IČO', 'Identifikačné číslo'],
      cs: ['IČO', 'IČ', 'Identifikační číslo'],
      mk: ['Матичен број', 'ЕМБС'],
    },
  },
  {
    key: 'email',
    kind: 'email',
    need: 'required',
    labels: {
      en: ['E-mail address', 'E-mail'],
      sr: ['Adresa e-pošte', 'E-mail adresa', 'E-pošta'],
      sl: ['E-poštni naslov', 'E-naslov', 'E-pošta'],
      sk: ['E-mailová adresa', 'E-mail'],
      cs: ['E-mailová adresa', 'E-mail'],
      mk: ['Адреса на е-пошта', 'Е-пошта', 'Е-маил адреса'],
    },
  },
]);

/** Ready-made forms: what a fault's report states (INTERSPACE-5), and the attributes of a responsible person (SAGA-6). */
export const READY_FORMS = {
  fault: ['service', 'start', 'description', 'impact', 'circuit', 'persistence', 'logs', 'ip'],
  enrolment: ['name', 'business-unit', 'position', 'landline', 'mobile', 'email'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type ReadyForm = keyof typeof READY_FORMS;

/** Whether a name is that of a ready-made form. */
export function isReadyForm(name: string): name is ReadyForm {
  return Object.hasOwn(READY_FORMS, name);
}

import type { RegisterUse } from '../config/register-use.ts';
import type { Queries } from '../store/port.ts';
import { allServices } from './import/registers.ts';

const PAGE = 1000;

/** Reads what the registers say of a configuration. */
export async function registerUse(read: Queries): Promise<RegisterUse> {
  const levels = new Map<string, string>();
  const calendars = new Map<string, string>();
  const matrices = new Map<string, string>();
  const companies = new Set<string>();
  const note = (names: Map<string, string>, name: string | undefined, who: string) => {
    if (name !== undefined && !names.has(name)) names.set(name, who);
  };
  for (let after: Parameters<Queries['clients']>[1]; ; ) {
    const page = await read.clients(PAGE, after);
    for (const { name, companyNumber, level, calendar, matrix } of page) {
      const who = `the client ${name}`;
      if (companyNumber !== undefined) companies.add(companyNumber);
      note(levels, level, who);
      note(calendars, calendar, who);
      note(matrices, matrix, who);
    }
    after = page.at(-1)?.id;
    if (page.length < PAGE) break;
  }
  const services = await allServices(read);
  for (const { id, level, matrix } of services) {
    note(levels, level, `the service ${id}`);
    note(matrices, matrix, `the service ${id}`);
  }
  const registered = await read.serviceLevels();
  for (const { id, level } of registered) {
    const calendar = typeof level === 'object' && level !== null && 'calendar' in level ? level.calendar : undefined;
    if (typeof calendar === 'string') note(calendars, calendar, `the service level ${id} of the register`);
  }
  const releases = await read.releases();
  return { levels, calendars, matrices, companies, services: services.length, registered, releases };
}

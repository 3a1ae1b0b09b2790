import { type PhoneCountry, readPhoneNumber } from '../mail/form/phone-number.ts';
import { countryOf, roleOf } from './compile-phone.ts';
import { checkReference } from './cross.ts';
import type { Document, Key } from './document.ts';
import type { Report } from './report.ts';
import type { DeskInput } from './schema.ts';
import type { Parts } from './shape.ts';

/** Checks rotas, phone numbers and the roles of addresses against the rest. */
export function checkPhones(parts: Parts, document: Document, report: Report): void {
  for (const [id, rota] of parts.rotas) {
    if (rota === undefined) continue;
    const path = ['on_call', id];
    if (rota.days !== undefined && rota.weeks !== undefined)
      report.keyError(document, [...path, 'days'], 'stands beside weeks', 'keep one');
    for (const [index, name] of rota.agents.entries()) {
      const at = [...path, 'agents', index];
      if (!checkReference(document, report, at, name, 'agent', parts.agents)) continue;
      const agent = parts.agents.get(name);
      if (agent !== undefined && agent.phone === undefined && rota.number === undefined)
        report.error(document, at, `${name} has no phone`, `say \`phone:\` at the agent, or \`number:\` for the rota`);
    }
    checkNumber([...path, 'number'], rota.number, countryOfRota(id, parts), document, report);
  }
  for (const [id, agent] of parts.agents)
    checkNumber(['agents', id, 'phone'], agent?.phone, countryOfAgent(id, parts), document, report);
  for (const [id, desk] of parts.desks) if (desk !== undefined) checkDesk(id, desk, parts, document, report);
}

function checkDesk(id: string, desk: DeskInput, parts: Parts, document: Document, report: Report): void {
  const path = ['desks', id];
  const { phone } = desk;
  if (phone !== undefined) {
    const at = [...path, 'phone'];
    if (phone.landline === undefined && phone.on_call === undefined)
      report.missing(document, at, 'names no number', 'say `landline:`, `on_call:` or both');
    if (phone.calendar !== undefined)
      checkReference(document, report, [...at, 'calendar'], phone.calendar, 'calendar', parts.calendars);
    if (phone.on_call !== undefined)
      checkReference(document, report, [...at, 'on_call'], phone.on_call, 'rota', parts.rotas);
    checkNumber([...at, 'landline'], phone.landline, countryOf(desk), document, report);
  }
  for (const [index, entry] of (desk.addresses ?? []).entries()) {
    const role = roleOf(entry);
    if (role?.kind !== 'client' || role.others === 'hold') continue;
    const at = [...path, 'addresses', index, 'others'];
    checkReference(document, report, at, role.others, 'desk', parts.desks);
    if (role.others === id && (desk.addresses ?? []).every((one) => roleOf(one) !== undefined))
      report.error(document, at, 'is this desk, which has no address for everybody', 'name another desk, or `hold`');
  }
}

function checkNumber(
  path: readonly Key[],
  written: string | undefined,
  country: PhoneCountry | undefined,
  document: Document,
  report: Report,
): void {
  if (written === undefined || report.broken(path)) return;
  if (country === undefined && !/^\s*(?:\+|00)/.test(written)) {
    report.error(document, path, `of which country is ${written}?`, 'write it with + and the code of the country');
    return;
  }
  if (readPhoneNumber(written, country ?? 'RS') === undefined)
    report.error(document, path, `${written} is no phone number that can exist`, 'such as +381 11 310 86 80');
}

/** National numbers of an agent are those of his first desk's country. */
function countryOfAgent(id: string, parts: Parts): PhoneCountry | undefined {
  const desk = [...parts.desks.values()].find((one) => one?.agents.includes(id));
  return desk && countryOf(desk);
}

function countryOfRota(id: string, parts: Parts): PhoneCountry | undefined {
  const desk = [...parts.desks.values()].find((one) => one?.phone?.on_call === id);
  return desk === undefined ? countryOfAgent(parts.rotas.get(id)?.agents[0] ?? '', parts) : countryOf(desk);
}

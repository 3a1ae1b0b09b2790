import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { withRegistered } from '../config/registered-levels.ts';
import type { Settings } from '../config/settings.ts';
import { explainPolicy, type PolicyQuestion } from '../desk/explain/explain.ts';
import { type Client, NOTHING_AROUND, type Service } from '../desk/facts.ts';
import type { DeskId } from '../desk/ids.ts';
import type { Policy } from '../desk/policy.ts';
import { requestTypeCalled } from '../desk/request-type/choose.ts';
import { CHANNELS, PRIORITIES, TICKET_TYPES } from '../desk/status.ts';
import { surroundings } from '../intake/load-facts.ts';
import type { Queries } from '../store/port.ts';
import { configured } from './configuration.ts';
import { reading } from './data.ts';
import { EXIT, Failure } from './exit.ts';
import { address, desk, deskOrOnly, oneOf } from './given.ts';
import { clientOf } from './people-find.ts';
import type { ExplainOptions } from './policy.ts';
import { answerText } from './policy-text.ts';
import { serviceNamed } from './register-run.ts';
import { remark, say, sayJson } from './terminal.ts';

/** Prints which rules would apply to a case, and why. */
export async function explainPolicies(options: ExplainOptions): Promise<void> {
  const settings = await configured(options.config);
  const remembered = existsSync(join(settings.data, 'spoc.db'));
  // Without clients and services there is nothing to look up: a configuration can be asked before the first start.
  if (!remembered && options.client === undefined && options.service === undefined)
    return answer(settings, options, undefined);
  await reading(settings, ({ read }) => answer(settings, options, read));
}

async function answer(settings: Settings, options: ExplainOptions, read: Queries | undefined): Promise<void> {
  const registered = read === undefined ? [] : await read.serviceLevels();
  const { policy, problems } = withRegistered(settings.policy, registered);
  for (const problem of problems) remark(problem);
  const question = await questionOf(settings, policy, options, read);
  const found = explainPolicy(policy, question);
  if (found === undefined) throw new Error(`the desk ${question.desk} is gone`);
  if (options.json === true) sayJson(found);
  else say(answerText(found, question, policy));
}

async function questionOf(
  settings: Settings,
  policy: Policy,
  options: ExplainOptions,
  read: Queries | undefined,
): Promise<PolicyQuestion> {
  const service =
    options.service === undefined || read === undefined ? undefined : await serviceNamed(read, options.service);
  const client = await clientMeant(options, service, read);
  const home = await deskMeant(settings, options, client, read);
  const timeZone = policy.desks.get(home)?.timeZone ?? 'UTC';
  const at = options.at === undefined ? new Date() : momentIn(options.at, timeZone);
  const from = options.from === undefined ? '' : address(options.from).toLowerCase();
  return {
    desk: home,
    client,
    service,
    priority: oneOf(options.priority ?? 'normal', PRIORITIES, 'priority'),
    ...typeMeant(policy, home, options),
    channel: oneOf(options.channel ?? 'mail', CHANNELS, 'channel'),
    mail: {
      subject: options.subject ?? '',
      text: options.text ?? '',
      from,
      domain: from.slice(from.lastIndexOf('@') + 1),
      to: options.to === undefined ? '' : address(options.to).toLowerCase(),
    },
    form: Object.fromEntries((options.form ?? []).map(fieldValue)),
    at,
    around: read === undefined ? NOTHING_AROUND : await surroundings(read, policy, at),
  };
}

/** A type of the desk's catalogue, by name or word, or a sort of case. */
function typeMeant(
  policy: Policy,
  home: DeskId,
  { type: word = 'request' }: ExplainOptions,
): Pick<PolicyQuestion, 'type' | 'request'> {
  const desk = policy.desks.get(home);
  const request = desk && requestTypeCalled(desk, word);
  if (request !== undefined) return { type: request.ticketType, request: request.id };
  const types = [...TICKET_TYPES, ...(desk?.requestTypes?.types ?? []).map(({ id }) => id)];
  const type = oneOf(word, types, 'type');
  return {
    type: TICKET_TYPES.find((one) => one === type) ?? 'request',
    request: desk?.requestTypes?.usual,
  };
}

/** `impact=degradation`. */
function fieldValue(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new Failure(EXIT.usage, `"${text}" says no field`, 'write it as impact=service-affecting');
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

async function clientMeant(
  { client: word }: ExplainOptions,
  service: Service | undefined,
  read: Queries | undefined,
): Promise<Client | undefined> {
  if (read === undefined) return undefined;
  const id = word === undefined ? service?.client : (await clientOf(read, word)).id;
  if (service !== undefined && id !== service.client)
    throw new Failure(EXIT.usage, `${service.id} is a service of another client`, 'leave one of the two out');
  return id === undefined ? undefined : read.client(id);
}

async function deskMeant(
  settings: Settings,
  options: ExplainOptions,
  client: Client | undefined,
  read: Queries | undefined,
): Promise<DeskId> {
  if (options.desk !== undefined) return desk(settings, options.desk);
  const own = client === undefined ? undefined : (await read?.client(client.id))?.desk;
  return own !== undefined && settings.policy.desks.has(own) ? own : deskOrOnly(settings, undefined);
}

/** A moment as people write it: with an offset, or on the clock of a time zone. Throws a `Failure` when it is none. */
export function momentIn(text: string, timeZone: string): Date {
  const written = text.trim().replace(' ', 'T');
  try {
    if (/(?:Z|[+-]\d{2}:?\d{2})$/i.test(written)) return new Date(Temporal.Instant.from(written).epochMilliseconds);
    const local = Temporal.PlainDateTime.from(written);
    return new Date(local.toZonedDateTime(timeZone).epochMilliseconds);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Failure(EXIT.usage, `"${text}" is no moment`, 'write it as 2026-12-24T18:00');
  }
}

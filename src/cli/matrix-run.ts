import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Settings } from '../config/settings.ts';
import { writePdf } from '../delivery/document/pdf.ts';
import { matrixFile, matrixPaper } from '../delivery/matrix-paper.ts';
import type { EscalationMatrix } from '../desk/escalation/matrix.ts';
import { matrixFor } from '../desk/escalation/steps.ts';
import type { Client, Service } from '../desk/facts.ts';
import { NO_MATRIX } from '../desk/hand-over.ts';
import type { Desk } from '../desk/policy.ts';
import { LOCALES } from '../desk/status.ts';
import type { Queries } from '../store/port.ts';
import { configured } from './configuration.ts';
import { changing, notRunning, reading } from './data.ts';
import { EXIT, Failure } from './exit.ts';
import { desk, deskOrOnly, oneOf } from './given.ts';
import type { MatrixOptions } from './matrix.ts';
import { clientOf, contactOf } from './people-find.ts';
import { serviceNamed } from './register-run.ts';
import { preparedRenderer } from './start-run.ts';
import { remark, say, sayJson } from './terminal.ts';

/** Whose matrix is meant, and which it is. */
interface Meant {
  readonly desk: Desk;
  readonly client: Client | undefined;
  readonly service: Service | undefined;
  readonly matrix: EscalationMatrix;
}

/** Writes the document of an escalation matrix, or mails it. */
export async function escalationMatrix(options: MatrixOptions): Promise<void> {
  const settings = await configured(options.config);
  if (options.send !== undefined) return send(settings, options, options.send);
  const remembered = existsSync(join(settings.data, 'spoc.db'));
  // A desk's own matrix stands in the configuration alone.
  if (!remembered && options.client === undefined && options.service === undefined)
    return write(settings, options, await meant(settings, options, undefined));
  await reading(settings, async ({ read }) => write(settings, options, await meant(settings, options, read)));
}

async function meant(settings: Settings, options: MatrixOptions, read: Queries | undefined): Promise<Meant> {
  const service =
    options.service === undefined || read === undefined ? undefined : await serviceNamed(read, options.service);
  const named = options.client === undefined || read === undefined ? undefined : await clientOf(read, options.client);
  if (service !== undefined && named !== undefined && named.id !== service.client)
    throw new Failure(EXIT.usage, `${service.id} is a service of another client`, 'leave one of the two out');
  const id = named?.id ?? service?.client;
  const client = id === undefined ? undefined : await read?.client(id);
  const home =
    options.desk === undefined && client?.desk !== undefined && settings.policy.desks.has(client.desk)
      ? client.desk
      : options.desk === undefined
        ? deskOrOnly(settings, undefined)
        : desk(settings, options.desk);
  const found = settings.policy.desks.get(home);
  const matrix = matrixFor(settings.policy, { desk: home, client, service });
  if (found === undefined || matrix === undefined) throw new Failure(EXIT.missing, NO_MATRIX);
  return { desk: found, client, service, matrix };
}

async function write(settings: Settings, options: MatrixOptions, { desk: of, client, service, matrix }: Meant) {
  const locale =
    options.locale === undefined
      ? (of.correspondence ?? client?.locale ?? of.locale)
      : oneOf(options.locale, LOCALES, 'locale');
  const words = preparedRenderer(settings).words({ locale, timeZone: of.timeZone, labels: of.statusLabels });
  const { agents } = settings.policy;
  const view = { desk: of, matrix, agents, service, clientName: client?.name, at: new Date() };
  const bytes = await writePdf(matrixPaper(view, words));
  const file = options.output ?? matrixFile(service?.id);
  if (file === '-') {
    process.stdout.write(bytes);
    return;
  }
  await writeFile(file, bytes);
  if (options.json === true) sayJson({ matrix: matrix.id, file });
  else say(`Written: ${file}`);
}

async function send(settings: Settings, options: MatrixOptions, to: string): Promise<void> {
  if (options.output !== undefined || options.locale !== undefined)
    throw new Failure(EXIT.usage, '--send mails it in the language of the contact', 'leave --output and --locale out');
  const { matrix, running, result } = await changing(settings, async ({ operations, read, running }) => {
    const { desk: of, client, service, matrix } = await meant(settings, options, read);
    const contact = await contactOf(read, to);
    const result = await operations.execute({
      kind: 'hand-over',
      desk: of.id,
      by: { kind: 'operator' },
      to: contact.id,
      service: service?.id,
      client: client?.id,
    });
    return { matrix, running, result };
  });
  if (result.kind === 'refused') throw new Failure(EXIT.refused, result.why);
  if (options.json === true) sayJson({ matrix: matrix.id, sent: to });
  else say(`The escalation matrix ${matrix.id} goes to ${to}.`);
  const waits = notRunning(running, 'it is sent');
  if (waits !== undefined && options.json !== true) remark(waits);
}

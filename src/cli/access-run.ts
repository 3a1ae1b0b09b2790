import { hashOf, keyParts } from '../desk/access/access.ts';
import { configured } from './configuration.ts';
import { changing } from './data.ts';
import { EXIT, Failure } from './exit.ts';
import { say, sayJson } from './terminal.ts';
import type { Common } from './ticket.ts';

/** Uses a key and says whose it is; one that is wrong, used or too old is refused in the same words. */
export async function redeem(key: string, options: Common): Promise<void> {
  const settings = await configured(options.config);
  const parts = keyParts(key);
  const bad = () =>
    new Failure(EXIT.refused, 'this key is wrong, used or too old', 'the administrator can grant another');
  if (parts === undefined) throw bad();
  await changing(settings, async ({ operations, read }) => {
    const ticket = await read.ticketByNumber(parts.number);
    if (ticket === undefined) throw bad();
    const act = { kind: 'redeem', hash: hashOf(parts.secret) } as const;
    const by = { kind: 'operator' } as const;
    const done = await operations.execute({
      kind: 'act',
      ticket,
      by,
      acts: [act],
      text: undefined,
      visibility: 'internal',
    });
    if (done.kind === 'refused') throw bad();
    const facts = (await read.ticketFacts([ticket])).get(ticket);
    if (facts === undefined) throw bad();
    const { requester } = facts;
    const client = requester.client === undefined ? undefined : await read.client(requester.client);
    if (options.json === true)
      return sayJson({
        ticket: facts.ticket.number,
        contact: requester.address ?? null,
        client: client?.name ?? null,
        companyNumber: client?.companyNumber ?? null,
      });
    say(
      `${requester.name} <${requester.address ?? ''}>, ${client?.name ?? 'no client'}${client?.companyNumber === undefined ? '' : ` (${client.companyNumber})`}`,
    );
  });
}

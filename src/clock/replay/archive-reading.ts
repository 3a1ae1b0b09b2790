import type { Settings } from '../../config/settings.ts';
import type { Authenticator } from '../../intake/authenticate.ts';
import type { Reader } from '../../intake/read-mail.ts';
import type { Mailbox } from '../../mail/mail.ts';

/**
 * A shared mailbox keeps what staff sent from the desk's own address: it counts as the mail of the first agent of that desk. (At a gateway such mail
 * is held, for nobody but the gateway sends from there.)
 */
export function ownMailAsAgents(reader: Reader, { policy }: Settings): Reader {
  const agents = new Map<string, Mailbox>();
  for (const desk of policy.desks.values()) {
    const [first] = desk.agents.flatMap((id) => policy.agents.get(id) ?? []);
    if (first === undefined) continue;
    for (const address of desk.addresses)
      agents.set(address.toLowerCase(), { name: first.name, address: first.addresses[0] });
  }
  return {
    ...reader,
    async read(waiting) {
      const read = await reader.read(waiting);
      const { mail } = read.understood;
      const from = mail.from.map((author) => agents.get(author.address.toLowerCase()) ?? author);
      return { ...read, understood: { ...read.understood, mail: { ...mail, from } } };
    },
  };
}

/** Takes every mail of an archive for genuine: the mailbox it lies in was guarded when it came (`--trust`). */
export const TRUSTING: Authenticator = {
  async examine(mail) {
    const results = mail.from.map(({ address }) => ({
      method: 'auth',
      result: 'pass',
      reason: undefined,
      properties: [{ ptype: 'smtp', property: 'auth', value: address }],
    }));
    return { trusted: [{ authservId: 'the archive', version: 1, results }], own: undefined };
  },
};

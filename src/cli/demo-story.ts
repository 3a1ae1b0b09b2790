import type { ParsedMail } from '../mail/mail.ts';
import { ticketNumbersIn } from '../mail/subject.ts';
import type { Person, Stage } from './demo-stage.ts';
import { EXIT, Failure } from './exit.ts';

/** Who plays in one language. */
interface Part {
  readonly desk: Person;
  readonly agent: Person;
  readonly client: Person;
}

export interface Cast {
  readonly en: Part;
  readonly sr: Part;
}

/** The clients of the story, who have boxes on the embedded server. */
export const CLIENTS = {
  en: { name: 'Ana Anić', address: 'ana@client.example' },
  sr: { name: 'Jovan Jovanović', address: 'jovan@klijent.example' },
} as const;

/** A picture of one point. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const text = (content: string) => ({ content: Buffer.from(content, 'utf8'), contentType: 'text/plain; charset=utf-8' });

/** Plays both acts. */
export async function play(stage: Stage, cast: Cast): Promise<void> {
  await english(stage, cast.en);
  await serbian(stage, cast.sr);
}

async function english(stage: Stage, { desk, agent, client }: Part): Promise<void> {
  stage.tell('A client writes to the support desk and attaches a picture and a log.');
  const subject = 'Cannot open the invoice';
  await stage.writes(client, {
    to: desk,
    subject,
    text: 'Good morning,\n\nsince today I cannot open the invoice in the portal. The picture shows what I see.\n\nKind regards\nAna',
    attachments: [
      { filename: 'račun č. 7.png', content: PICTURE, contentType: 'image/png' },
      { filename: 'portal.log', ...text('09:14 open invoice 7: permission denied\n') },
    ],
  });
  stage.tell('She is told the number of her ticket; the agents of the desk get her mail with the attachments.');
  const number = numberOf(await stage.gets(client, subject));
  const notice = await stage.gets(agent, number);
  stage.tell('An agent answers from an ordinary mail program; the client gets the answer from the desk.');
  await stage.answers(
    agent,
    notice,
    'Good morning Ana,\n\nplease try again after logging out once. The steps are attached.',
    [{ filename: 'steps.txt', ...text('1. Log out\n2. Log in\n3. Open the invoice\n') }],
  );
  const answer = await stage.gets(client, number, 'logging out once');
  stage.tell('The client answers; the agent gets it with the history of the ticket.');
  await stage.answers(client, answer, 'I did, and it is still the same.');
  const again = await stage.gets(agent, number, 'still the same');
  stage.tell('The agent resolves the ticket: a line with a command, and below it the solution.');
  await stage.answers(
    agent,
    again,
    '#resolved\n\nYour account had lost a permission; it is back. The invoice opens now.',
  );
  await stage.gets(client, number, 'The invoice opens now.');
}

async function serbian(stage: Stage, { desk, agent, client }: Part): Promise<void> {
  stage.tell('Another client writes to the desk that works in Serbian.');
  const subject = 'Štampač ne radi';
  await stage.writes(client, {
    to: desk,
    subject,
    text: 'Poštovani,\n\nštampač na drugom spratu od jutros ne štampa. Izveštaj je u prilogu.\n\nS poštovanjem,\nJovan',
    attachments: [{ filename: 'izveštaj.txt', ...text('Greška 79: papir je zaglavljen\n') }],
  });
  stage.tell('Confirmation and notice are in Serbian.');
  const number = numberOf(await stage.gets(client, subject));
  const notice = await stage.gets(agent, number);
  stage.tell('The agent takes the ticket, puts it on hold and tells why, in one mail.');
  await stage.answers(
    agent,
    notice,
    '#assign me\n#hold\n\nPoštovani,\n\nserviser dolazi danas posle podne. Javićemo Vam.',
  );
  const answer = await stage.gets(client, number, 'serviser dolazi');
  await stage.answers(client, answer, 'Hvala, čekamo.');
  const thanks = await stage.gets(agent, number, 'Hvala, čekamo.');
  stage.tell('When it is repaired, the client is told "from status X to status Y" together with the solution.');
  await stage.answers(agent, thanks, '#resolved\n\nŠtampač je očišćen i ponovo radi.');
  await stage.gets(client, number, 'ponovo radi.');
}

/** The ticket's number in the subject of a mail of ours. */
function numberOf(mail: ParsedMail): string {
  const [number] = ticketNumbersIn(mail.subject);
  if (number === undefined) throw new Failure(EXIT.bug, `no ticket number stands in the subject "${mail.subject}"`);
  return number;
}

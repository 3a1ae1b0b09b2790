import type { Decision } from '../desk/facts.ts';
import type { MessageKey, TicketId } from '../desk/ids.ts';
import { deskOf } from '../desk/policy.ts';
import { readSections } from '../desk/rfo/sections.ts';
import type { Tx } from '../store/port.ts';
import { addressee } from './addressee.ts';
import type { Composer } from './compose.ts';
import { writePdf } from './document/pdf.ts';
import { pdfAttachment } from './documents.ts';
import { rfoFile, rfoPaper } from './rfo-paper.ts';

/** Sets the documents on outages that a decision issues, and keeps each with its message. Call it after the decision was applied, before its mails are written. */
export async function keepDocuments(tx: Tx, { changes }: Decision, composer: Composer, at: Date): Promise<void> {
  for (const { ticket, events } of changes)
    for (const event of events) if (event.kind === 'rfo-issued') await keepRfo(tx, ticket, event.message, composer, at);
}

async function keepRfo(
  tx: Tx,
  id: TicketId,
  key: MessageKey,
  { settings, renderer }: Composer,
  at: Date,
): Promise<void> {
  const facts = (await tx.ticketFacts([id])).get(id);
  const message = await tx.message(key);
  if (facts === undefined || message === undefined) throw new Error(`the document of ticket ${id} has no text`);
  const desk = deskOf(settings.policy, facts.ticket.desk);
  const reader = facts.ticket.care.rfo?.contact ?? facts.requester.id;
  const to = await addressee(tx, { kind: 'contact', id: reader }, facts, desk, settings);
  const locale = to?.locale ?? desk.correspondence ?? facts.client?.locale ?? desk.locale;
  const words = renderer.words({ locale, timeZone: desk.timeZone, labels: desk.statusLabels });
  const { cause, timeline, prevention } = readSections(message.shown);
  const text = { cause, prevention, timeline: timeline === '' ? undefined : timeline };
  const paper = rfoPaper({ desk, policy: settings.policy, facts, text, locale, at }, words);
  await tx.attach(key, await pdfAttachment(tx, await writePdf(paper), rfoFile(facts.ticket.number)));
}

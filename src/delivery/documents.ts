import type { Notice } from '../desk/notice.ts';
import type { BlobHash } from '../store/blobs.ts';
import type { StoredAttachment } from '../store/port.ts';
import { accessLetter } from './access-letter.ts';
import type { Addressee } from './addressee.ts';
import type { Composing, Loaded } from './compose.ts';
import { writePdf } from './document/pdf.ts';
import { type MatrixView, matrixFile, matrixPaper } from './matrix-paper.ts';
import { recurringCsv } from './recurring-table.ts';
import { reportDocuments } from './report-documents.ts';
import { statementDocuments } from './statement-documents.ts';

/** What a document is made with. */
export type Making = Pick<Loaded, 'settings' | 'renderer' | 'desk' | 'at'> & {
  readonly store: Composing;
  readonly to: Addressee;
};

/** The documents that travel with a notice, made now and kept as the bytes that were sent. */
export async function documentsOf(notice: Notice, making: Making): Promise<readonly StoredAttachment[]> {
  if (notice.kind === 'recurring-incidents') return [await recurringTable(notice, making.store)];
  if (notice.kind === 'statement') return statementDocuments(notice, making);
  if (notice.kind === 'report') return reportDocuments(notice, making);
  if (notice.kind === 'agent-access-letter') return [await letter(notice, making)];
  if (notice.kind !== 'escalation-matrix') return [];
  const { store, settings, renderer, desk, to, at } = making;
  const matrix = settings.policy.matrices.get(notice.matrix);
  if (matrix === undefined) throw new Error(`the escalation matrix ${notice.matrix} is gone`);
  const contact = to.reader;
  const client = contact?.client === undefined ? undefined : await store.client(contact.client);
  const service = notice.service === undefined ? undefined : await store.service(notice.service);
  const view: MatrixView = { desk, matrix, agents: settings.policy.agents, service, clientName: client?.name, at };
  const words = renderer.words({ locale: to.locale, timeZone: desk.timeZone, labels: desk.statusLabels });
  return [await pdfAttachment(store, await writePdf(matrixPaper(view, words)), matrixFile(service?.id))];
}

/** The letter is in the language of who gets it, not of the agent who posts it. */
async function letter(
  { ticket, key, until }: Extract<Notice, { kind: 'agent-access-letter' }>,
  { store, renderer, desk, at }: Making,
): Promise<StoredAttachment> {
  const facts = (await store.ticketFacts([ticket])).get(ticket);
  if (facts === undefined) throw new Error('a letter of a ticket that is not there');
  const { requester } = facts;
  const client = requester.client === undefined ? undefined : await store.client(requester.client);
  const locale = desk.correspondence ?? requester.locale ?? client?.locale ?? desk.locale;
  const words = renderer.words({ locale, timeZone: desk.timeZone, labels: desk.statusLabels });
  const view = { desk, name: requester.name || (requester.address ?? ''), client, key, until, at };
  return pdfAttachment(store, await writePdf(accessLetter(view, words)), `${facts.ticket.number}.pdf`);
}

async function recurringTable(
  { groups, until }: Extract<Notice, { kind: 'recurring-incidents' }>,
  store: Pick<Composing, 'putBlob'>,
): Promise<StoredAttachment> {
  const bytes = recurringCsv(groups);
  const month = new Date(until.getTime() - 1).toISOString().slice(0, 7);
  return attachmentOf(bytes, `recurring-incidents-${month}.csv`, 'text/csv', await store.putBlob(bytes));
}

/** A document as an attachment; its bytes are kept. */
export async function pdfAttachment(
  store: Pick<Composing, 'putBlob'>,
  bytes: Buffer,
  filename: string,
): Promise<StoredAttachment> {
  return attachmentOf(bytes, filename, 'application/pdf', await store.putBlob(bytes));
}

function attachmentOf(bytes: Buffer, filename: string, contentType: string, blob: BlobHash): StoredAttachment {
  return {
    filename,
    contentType,
    // Texts have no type by their content.
    detectedType: contentType === 'text/csv' ? undefined : contentType,
    size: bytes.length,
    contentId: undefined,
    inline: false,
    blob,
    leftOut: undefined,
    blocked: undefined,
  };
}

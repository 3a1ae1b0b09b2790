import type { StatementNotice } from '../desk/time/notice.ts';
import type { StoredAttachment } from '../store/port.ts';
import { writePdf } from './document/pdf.ts';
import { type Making, pdfAttachment } from './documents.ts';
import { statementCsv, statementFile, statementPaper } from './statement-paper.ts';

/** The statement as PDF and CSV, to travel with its mail. */
export async function statementDocuments(
  { clientName, statement }: StatementNotice,
  { store, renderer, desk, to, at }: Making,
): Promise<readonly StoredAttachment[]> {
  const words = renderer.words({ locale: to.locale, timeZone: desk.timeZone, labels: desk.statusLabels });
  const view = { desk, clientName, statement, at };
  const pdf = await pdfAttachment(store, await writePdf(statementPaper(view, words)), statementFile(statement, 'pdf'));
  const bytes = Buffer.from(statementCsv(view));
  const csv: StoredAttachment = {
    ...pdf,
    filename: statementFile(statement, 'csv'),
    contentType: 'text/csv',
    detectedType: undefined,
    size: bytes.length,
    blob: await store.putBlob(bytes),
  };
  return [pdf, csv];
}

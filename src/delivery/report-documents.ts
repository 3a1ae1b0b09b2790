import type { ReportNotice } from '../desk/report/notice.ts';
import type { StoredAttachment } from '../store/port.ts';
import { writePdf } from './document/pdf.ts';
import { type Making, pdfAttachment } from './documents.ts';
import { reportCsv, reportFile, reportPaper } from './report-paper.ts';

/** The report as PDF and CSV, to travel with its mail; none where the service level says so. */
export async function reportDocuments(
  { clientName, report, full }: ReportNotice,
  { store, renderer, desk, to, at }: Making,
): Promise<readonly StoredAttachment[]> {
  if (!full) return [];
  const words = renderer.words({ locale: to.locale, timeZone: desk.timeZone, labels: desk.statusLabels });
  const view = { desk, clientName, report, locale: to.locale, at };
  const pdf = await pdfAttachment(store, await writePdf(reportPaper(view, words)), reportFile(report, 'pdf'));
  const bytes = Buffer.from(reportCsv(view));
  const csv: StoredAttachment = {
    ...pdf,
    filename: reportFile(report, 'csv'),
    contentType: 'text/csv',
    detectedType: undefined,
    size: bytes.length,
    blob: await store.putBlob(bytes),
  };
  return [pdf, csv];
}

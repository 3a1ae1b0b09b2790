import type { Notice } from '../desk/notice.ts';
import type { StoredAttachment } from '../store/port.ts';
import type { Addressee, Composing, Loaded } from './compose.ts';
import { writePdf } from './document/pdf.ts';
import { type MatrixView, matrixFile, matrixPaper } from './matrix-paper.ts';

/** What a document is made with. */
type Making = Pick<Loaded, 'settings' | 'renderer' | 'desk' | 'at'> & {
  readonly store: Composing;
  readonly to: Addressee;
};

/** The documents that travel with a notice, made now and kept as the bytes that were sent. */
export async function documentsOf(notice: Notice, making: Making): Promise<readonly StoredAttachment[]> {
  if (notice.kind !== 'escalation-matrix') return [];
  const { store, settings, renderer, desk, to, at } = making;
  const matrix = settings.policy.matrices.get(notice.matrix);
  if (matrix === undefined) throw new Error(`the escalation matrix ${notice.matrix} is gone`);
  const contact = to.recipient.kind === 'contact' ? await store.contact(to.recipient.id) : undefined;
  const client = contact?.client === undefined ? undefined : await store.client(contact.client);
  const service = notice.service === undefined ? undefined : await store.service(notice.service);
  const view: MatrixView = { desk, matrix, agents: settings.policy.agents, service, clientName: client?.name, at };
  const words = renderer.words({ locale: to.locale, timeZone: desk.timeZone, labels: desk.statusLabels });
  return [await pdfAttachment(store, await writePdf(matrixPaper(view, words)), matrixFile(service?.id))];
}

/** A document as an attachment; its bytes are kept. */
export async function pdfAttachment(
  store: Pick<Composing, 'putBlob'>,
  bytes: Buffer,
  filename: string,
): Promise<StoredAttachment> {
  return {
    filename,
    contentType: 'application/pdf',
    detectedType: 'application/pdf',
    size: bytes.length,
    contentId: undefined,
    inline: false,
    blob: await store.putBlob(bytes),
    leftOut: undefined,
    blocked: undefined,
  };
}

import { open } from 'node:fs/promises';
import { fileTypeFromBuffer } from 'file-type';
import type { Attachment } from '../mail/mail.ts';
import { readSpooledRef } from '../mail/parse/spooled.ts';

/** Bytes of an attachment that are looked at: what tells types apart stands at the beginning, of office files too. */
const HEAD = 64 * 1024;

/** What attachments are by their content, in their order; undefined for texts and for what is not known. Nothing is unpacked. */
export async function detectTypes(attachments: readonly Attachment[]): Promise<readonly (string | undefined)[]> {
  const found: (string | undefined)[] = [];
  for (const attachment of attachments) found.push(await detectType(await headOf(attachment)));
  return found;
}

/** The MIME type of bytes by their content; undefined for texts and for what is not known. */
export async function detectType(head: Uint8Array): Promise<string | undefined> {
  try {
    return (await fileTypeFromBuffer(head.subarray(0, HEAD)))?.mime;
  } catch {
    return undefined; // bytes that contradict themselves are of no type
  }
}

async function headOf({ content, ref }: Attachment): Promise<Uint8Array> {
  const path = ref === undefined ? undefined : readSpooledRef(ref)?.path;
  if (path === undefined) return content ?? Buffer.alloc(0);
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

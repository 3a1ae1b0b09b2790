import { generateKeyPairSync } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { dkimSign } from 'mailauth/lib/dkim/sign.js';

const DOMAIN = 'example.net';
const SELECTOR = 'bench';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** The same mails with a DKIM signature of their senders' domain, relaxed/relaxed, RSA of 2048 bits (RFC 6376). */
export async function signed(mails: readonly Buffer[]): Promise<readonly Buffer[]> {
  const key = {
    signingDomain: DOMAIN,
    selector: SELECTOR,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    algorithm: 'rsa-sha256',
    canonicalization: 'relaxed/relaxed',
  };
  // The declared type asks for the key beside the list that is used.
  const options = { ...key, signatureData: [key] };
  const all: Buffer[] = [];
  for (const mail of mails) {
    const { signatures, errors } = await dkimSign(mail, options);
    if (errors.length > 0) throw new Error('a mail of the bench could not be signed');
    all.push(Buffer.concat([Buffer.from(signatures), mail]));
  }
  return all;
}

/** A name server on the loopback that knows the key of the bench's senders, their DMARC policy, and nothing else (RFC 1035 §4). */
export async function startNames(): Promise<{ readonly port: number; stop(): void }> {
  const key = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const known = new Map([
    [`${SELECTOR}._domainkey.${DOMAIN}`, `v=DKIM1; k=rsa; p=${key}`],
    [`_dmarc.${DOMAIN}`, 'v=DMARC1; p=reject'],
  ]);
  const socket = createSocket('udp4', (question, from) => {
    const labels: string[] = [];
    let at = 12;
    for (let length = question[at] ?? 0; length > 0; length = question[at] ?? 0) {
      labels.push(question.subarray(at + 1, at + 1 + length).toString('latin1'));
      at += 1 + length;
    }
    const text = question.readUInt16BE(at + 1) === TXT ? known.get(labels.join('.').toLowerCase()) : undefined;
    socket.send(answer(question.subarray(0, at + 5), text), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { port: socket.address().port, stop: () => void socket.close() };
}

const TXT = 16;
const NAME_ERROR = 3;

function answer(question: Buffer, text: string | undefined): Buffer {
  const head = Buffer.from(question.subarray(0, 12));
  head.writeUInt16BE(0x8180 | (text === undefined ? NAME_ERROR : 0), 2);
  head.writeUInt16BE(text === undefined ? 0 : 1, 6);
  head.writeUInt32BE(0, 8);
  const pieces = [head, question.subarray(12)];
  if (text !== undefined) {
    const strings = (text.match(/.{1,255}/g) ?? []).flatMap((one) => [Buffer.of(one.length), Buffer.from(one)]);
    const data = Buffer.concat(strings);
    const record = Buffer.alloc(12);
    record.writeUInt16BE(0xc00c, 0); // the name of the question
    record.writeUInt16BE(TXT, 2);
    record.writeUInt16BE(1, 4);
    record.writeUInt32BE(3_600, 6);
    record.writeUInt16BE(data.length, 10);
    pieces.push(record, data);
  }
  return Buffer.concat(pieces);
}

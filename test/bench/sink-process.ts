/** An SMTP server in a process of its own that takes all mail and keeps none: what it costs is not in what is measured. Told by IPC. */
import { createServer } from 'node:net';

let taken = 0;
let last = 0;
/** Heads of mails, when asked for: replies are made of them. */
const heads: { readonly head: string; readonly at: number }[] = [];
let keeping = false;

const server = createServer((socket) => {
  let data = false;
  let rest = '';
  let head = '';
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  socket.write('220 sink\r\n');
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    rest += chunk;
    for (;;) {
      if (data) {
        const end = rest.startsWith('.\r\n') ? 0 : rest.indexOf('\r\n.\r\n');
        if (end < 0) {
          if (keeping && head.length < 8_192) head += rest.slice(0, 8_192);
          rest = rest.slice(-4);
          return;
        }
        if (keeping)
          heads.push({
            head: (head + rest.slice(0, end)).slice(0, 8_192).split('\r\n\r\n')[0] ?? '',
            at: Date.now(),
          });
        head = '';
        rest = rest.slice(end === 0 ? 3 : end + 5);
        data = false;
        taken += 1;
        last = Date.now();
        socket.write('250 taken\r\n');
        continue;
      }
      const at = rest.indexOf('\r\n');
      if (at < 0) return;
      const line = rest.slice(0, at).toUpperCase();
      rest = rest.slice(at + 2);
      if (line.startsWith('EHLO')) socket.write('250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n');
      else if (line === 'DATA') {
        data = true;
        socket.write('354 go on\r\n');
      } else if (line === 'QUIT') socket.end('221 bye\r\n');
      else socket.write('250 ok\r\n');
    }
  });
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ kind: 'port', port: typeof address === 'object' ? address?.port : 0 });
});

process.on('message', (asked: { readonly kind: string }) => {
  if (asked.kind === 'count') process.send?.({ kind: 'count', taken, last });
  if (asked.kind === 'keep') {
    keeping = true;
    heads.length = 0;
  }
  if (asked.kind === 'heads') process.send?.({ kind: 'heads', heads: heads.splice(0) });
  if (asked.kind === 'reset') taken = 0;
});
process.on('disconnect', () => process.exit(0));

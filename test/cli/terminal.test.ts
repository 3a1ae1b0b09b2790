import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { inOrder } from '../../src/cli/in-order.ts';
import { gatewayLog, masked, readableLine } from '../../src/cli/log.ts';
import { coloured, jsonLine, lines, plain, shortened, table } from '../../src/cli/terminal.ts';
import { cpuMs } from '../mail/cpu.ts';

describe('colours', () => {
  it.each([
    [{}, [], true, true],
    [{}, [], undefined, false],
    [{ CI: 'true' }, [], undefined, false],
    [{ FORCE_COLOR: '1' }, [], undefined, true],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, [], true, false],
    [{ TERM: 'dumb' }, [], true, false],
    [{}, ['--no-color'], true, false],
  ] as const)('%j %j on a terminal: %s – %s', (env, argv, isTerminal, answer) => {
    expect(coloured(env, argv, isTerminal)).toBe(answer);
  });
});

describe('text of strangers', () => {
  it.each([
    ['an escape sequence', 'a\u001b[2Jb', 'a[2Jb'],
    ['a C1 control', 'a\u009b31mb', 'a31mb'],
    ['a turned direction', 'exe\u202egnp.doc', 'exegnp.doc'],
    ['line ends and blanks', ' a \r\n b\t c ', 'a b c'],
    ['letters of ours', 'čćžšđ Ђорђе', 'čćžšđ Ђорђе'],
  ])('loses %s', (_name, text, shown) => {
    expect(plain(text)).toBe(shown);
  });

  it('keeps its lines where lines are wanted', () => {
    expect(lines('a\r\nb\u0007\rc')).toBe('a\nb\nc');
  });

  it('is data, not control, in JSON', () => {
    const line = jsonLine({ text: '\u009b\u001b\u2028\u007f', n: 1n });
    expect(line).toMatch(/^[\x20-\x7e]+$/);
    expect(JSON.parse(line)).toEqual({ text: '\u009b\u001b\u2028\u007f', n: 1 });
  });

  it('is cut by characters, not within one', () => {
    expect(shortened('😀😀😀', 2)).toBe('😀…');
    expect(shortened('ab', 2)).toBe('ab');
  });

  it('cannot break a table', () => {
    expect(table(['a', 'b'], [['x\ny', 'z\u001b[1m']], 1).split('\n')).toHaveLength(2);
  });
});

describe('the log', () => {
  it('masks addresses, Message-IDs, tokens and passwords', () => {
    const line = masked(
      '{"msg":"to <Ana.Kos+x@example.com>, support+0123456789abcdef0123456789abcdef@desk.test","token":"0123456789abcdef0123456789abcdef","pass":"hunter22"}',
    );
    expect(line).not.toMatch(/ana|0123456789abcdef|hunter22/i);
    expect(line).toContain('@example.com');
    expect(JSON.parse(line)).toMatchObject({ token: '***' });
  });

  it('is readable in a terminal and JSON elsewhere', () => {
    const written: string[] = [];
    const stream = { isTTY: false, write: (text: string) => written.push(text) };
    gatewayLog('info', stream).warn({ ledger: 3, err: new Error('went wrong') }, 'mail failed');
    gatewayLog('info', stream).debug('not told');
    expect(written).toHaveLength(1);
    expect(JSON.parse(written[0] ?? '')).toMatchObject({ level: 40, msg: 'mail failed', ledger: 3 });
    expect(stripVTControlCharacters(readableLine(written[0] ?? ''))).toMatch(
      /warn.*mail failed.*ledger=3.*err=went wrong\n$/,
    );
  });

  it('takes hostile lines in no time', () => {
    const begun = process.cpuUsage();
    masked(`{"msg":"${'a.'.repeat(500_000)}"}`);
    masked(`{"msg":"${'password '.repeat(2_000)}"}`);
    expect(cpuMs(begun)).toBeLessThan(1_000);
  });
});

describe('inOrder', () => {
  it('works ahead no further than it may and keeps the order', async () => {
    let running = 0;
    let most = 0;
    const waits: (() => void)[] = [];
    const work = async (n: number) => {
      most = Math.max(most, ++running);
      if (n % 2 === 0) await new Promise<void>((resolve) => waits.push(resolve));
      else for (const done of waits.splice(0)) done();
      running--;
      return n;
    };
    const found: number[] = [];
    for await (const n of inOrder([0, 1, 2, 3, 4, 5], work, 3)) found.push(n);
    expect(found).toEqual([0, 1, 2, 3, 4, 5]);
    expect(most).toBeLessThanOrEqual(3);
  });

  it('passes on a failure in its turn', async () => {
    const results = inOrder([1, 2], async (n) => (n === 2 ? Promise.reject(new Error('two')) : n), 5);
    expect((await results.next()).value).toBe(1);
    await expect(results.next()).rejects.toThrow('two');
  });
});

import { describe, expect, it } from 'vitest';
import { cachedResolver } from '../../src/intake/dns-cache.ts';

function counting(answer: (domain: string) => Promise<unknown>) {
  const asked: string[] = [];
  let time = 0;
  const resolve = (domain: string) => {
    asked.push(domain);
    return answer(domain);
  };
  return { asked, resolve, now: () => time, pass: (ms: number) => (time += ms) };
}

const absent = () => Promise.reject(Object.assign(new Error('none'), { code: 'ENOTFOUND' }));

describe('the DNS cache', () => {
  it('asks once, also for questions at once, until the answer is old', async () => {
    const { asked, resolve, now, pass } = counting(async () => [['v=DKIM1']]);
    const resolver = cachedResolver({ resolve, now, answerMs: 1000 });
    expect(await Promise.all([resolver('A.test', 'TXT'), resolver('a.test', 'TXT')])).toEqual([
      [['v=DKIM1']],
      [['v=DKIM1']],
    ]);
    await resolver('a.test', 'TXT');
    expect(asked).toEqual(['A.test']);
    pass(1001);
    await resolver('a.test', 'TXT');
    expect(asked).toHaveLength(2);
  });

  it('remembers absence for a while, and a broken network not at all', async () => {
    const { asked, resolve, now, pass } = counting(absent);
    const resolver = cachedResolver({ resolve, now, absenceMs: 100 });
    await expect(resolver('a.test', 'TXT')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    await expect(resolver('a.test', 'TXT')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    expect(asked).toHaveLength(1);
    pass(101);
    await expect(resolver('a.test', 'TXT')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    expect(asked).toHaveLength(2);

    const broken = counting(() => Promise.reject(Object.assign(new Error('down'), { code: 'ECONNREFUSED' })));
    const again = cachedResolver({ resolve: broken.resolve, now: broken.now });
    for (let i = 0; i < 2; i++) await expect(again('a.test', 'TXT')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(broken.asked).toHaveLength(2);
  });

  it('ends a question that takes too long', async () => {
    const resolver = cachedResolver({ resolve: () => new Promise(() => undefined), timeoutMs: 5 });
    await expect(resolver('a.test', 'TXT')).rejects.toMatchObject({ code: 'ETIMEOUT' });
  });

  it('holds no more than it may', async () => {
    const { asked, resolve, now } = counting(async () => []);
    const resolver = cachedResolver({ resolve, now, maxEntries: 2 });
    for (const domain of ['a', 'b', 'c', 'b', 'c', 'a']) await resolver(domain, 'TXT');
    expect(asked).toEqual(['a', 'b', 'c', 'a']);
  });
});

import { describe, expect, it } from 'vitest';
import { createRenderer } from '../../../src/delivery/render/renderer.ts';
import type { NoticeView } from '../../../src/delivery/render/view.ts';
import { NOTICE_KINDS } from '../../../src/desk/notice.ts';
import { LOCALES, type Locale } from '../../../src/desk/status.ts';
import { VERBS } from '../../../src/desk/verbs.ts';
import { ALL_VIEWS, BUILT_IN, options, SAMPLES } from './samples.ts';

const renderer = createRenderer({ builtIn: BUILT_IN });
expect(renderer.prepare()).toEqual([]);

/** The words of an HTML part, in order, as a person would read them. */
function readHtml(html: string): string {
  const body = html.slice(html.indexOf('opacity:0">'));
  return body
    .replace(/^.*?<\/div>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#(\d+);/g, (_all, code) => String.fromCharCode(Number(code)))
    .replace(/&nbsp;/g, ' ');
}

/** Letters and digits alone: how the two parts of a mail are compared. */
const bones = (text: string) => text.replace(/[^\p{L}\p{N}]+/gu, '');

describe.each(LOCALES)('notices in %s', (locale) => {
  it.each(NOTICE_KINDS)('%s says the same in its text and its HTML', (kind) => {
    for (const view of ALL_VIEWS.filter((one) => one.kind === kind)) {
      const { text, html, subject } = renderer.render(view, options(locale));
      expect(bones(readHtml(html))).toBe(bones(text));
      expect(`${subject}${text}${html}`).not.toMatch(/\{\{|undefined|\[object|NaN|[\ufdd0-\ufdef]/);
      expect(text).not.toMatch(/\n{3}|[^-] \n| [,.;:)]/);
      if ('ticket' in view && view.ticket !== undefined) {
        expect(subject).toContain('[EB-1042]');
        expect(text).toContain('EB-1042');
      }
      if ('marker' in view && view.marker !== undefined) expect(text.split('\n')).toContain(view.marker);
    }
  });
});

describe('a status notice (SAGA-8)', () => {
  const said: Readonly<Record<Locale, string>> = {
    en: 'Request EB-1042 went from status “In progress” to status “Resolved”.',
    sr: 'zahtev EB-1042 je prešao iz statusa „U radu” u status „Rešen”.',
    'sr-Cyrl': 'захтев EB-1042 је прешао из статуса „У раду” у статус „Решен”.',
    sl: 'zahtevek EB-1042 je prešel iz statusa »V delu« v status »Rešen«.',
    sk: 'požiadavka EB-1042 prešla zo stavu „V riešení“ do stavu „Vyriešená“.',
    cs: 'požadavek EB-1042 přešel ze stavu „V řešení“ do stavu „Vyřešen“.',
    mk: 'барањето EB-1042 премина од статус „Во работа“ во статус „Решено“.',
  };
  it.each(LOCALES)('says from which status to which in %s, with number, who and details', (locale) => {
    const { text } = renderer.render(SAMPLES['status-changed'], options(locale));
    expect(text.replace(/\s+/g, ' ')).toContain(said[locale]);
    for (const detail of [
      'EB-1042',
      'Marko Petrović',
      'Ana Đorđević',
      'Mlin Žitko d.o.o.',
      'kartica nije pronađena',
      'isključite čitač',
    ]) {
      expect(text).toContain(detail);
    }
  });

  it.each(['status-changed', 'confirmation', 'follow-up', 'answer', 'agent-new', 'agent-message'] as const)(
    'tells every change that rides in one mail: %s',
    (kind) => {
      const at = new Date('2026-12-05T14:00:00Z');
      const changes = [
        { from: 'pending', to: 'open', byName: undefined, at },
        { from: 'open', to: 'resolved', byName: undefined, at },
      ] as const;
      const { text } = renderer.render({ ...SAMPLES[kind], changes } as NoticeView, options('en'));
      const flat = text.replace(/\s+/g, ' ');
      expect(flat).toContain('from status “Awaiting reply” to status “In progress”');
      expect(flat).toContain('from status “In progress” to status “Resolved”');
    },
  );
});

describe('what each mail is made of', () => {
  const lineOf = (text: string, part: string) => text.split('\n').findIndex((one) => one.includes(part));

  it('an answer begins with the agent’s own words and ends with what it answers', () => {
    const { text, html, subject } = renderer.render(SAMPLES.answer, options('sr'));
    expect(subject).toMatch(/^Re: \[EB-1042\] /);
    expect(text).toMatch(/^Poštovana gospođo Đorđević,\n\nmolim Vas/);
    const order = ['Marko Petrović', 'iz statusa', '-- ', '##- EB-1042', '> Dobar dan,'].map((part) =>
      lineOf(text, part),
    );
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(order).not.toContain(-1);
    expect(html).toContain('Zatim otvorite https://desk.example/provera?a=1&#38;b=2');
  });

  it('an answer that begins a ticket is no reply', () => {
    expect(renderer.render({ ...SAMPLES.answer, opening: true }, options('sl')).subject).toMatch(/^\[EB-1042\] /);
  });

  it('a confirmation lists what came and what was left out, with the reason (SOFTECH-7)', () => {
    const { text } = renderer.render(SAMPLES.confirmation, options('cs'));
    expect(text).toContain('- slika ekrana.png (184,3\u00a0kB)');
    expect(text).toContain('1 příloha nebyla přijata:\n- snimak.mov (86,4\u00a0MB): je větší než 25\u00a0MB');
    expect(text).toContain('k odpovědi\nmůžete přiložit soubory');
  });

  it('a mail to an agent begins with the marker and says where notes go', () => {
    const { text } = renderer.render(SAMPLES['agent-new'], options('mk'));
    expect(text.startsWith('##- EB-1042 -## ')).toBe(true);
    expect(text).toContain('podrska+n7k2qd5x3v9w@desk.example');
    const without = renderer.render({ ...SAMPLES['agent-new'], reply: { noteAddress: undefined } }, options('mk'));
    expect(without.text).toContain('започнете ја со #note');
  });

  it('keeps the lines that people wrote', () => {
    const long = `${'word '.repeat(60).trim()}\n\tindented\n\n\n-- `;
    const { text } = renderer.render(
      { ...SAMPLES.answer, message: { ...SAMPLES.answer.message, text: long } },
      options('en'),
    );
    expect(text.startsWith(`${'word '.repeat(60).trim()}\n\tindented\n`)).toBe(true);
  });

  it('says when a quoted text was cut, and cuts it at a word', () => {
    const text = 'lorem ipsum '.repeat(1_000);
    const { text: mail } = renderer.render(
      { ...SAMPLES.confirmation, message: { ...SAMPLES.confirmation.message, text } },
      options('en'),
    );
    expect(mail.length).toBeLessThan(6_000);
    expect(mail).toMatch(/(lorem|ipsum)\n\[The text is shortened here; the whole of it is kept with the request\.\]/);
  });

  it('writes sr-Cyrl around names and texts that it leaves as they are', () => {
    const { text, html, subject } = renderer.render(SAMPLES.confirmation, options('sr-Cyrl'));
    expect(html).toContain('<html lang="sr-Cyrl">');
    expect(subject).toContain('Ne mogu da potpišem nalog');
    expect(text).toContain('Подносилац:  Ana Đorđević');
    expect(text).toContain('> Čitač je priključen');
  });

  it('a transcript with help names every verb', () => {
    const { text } = renderer.render(SAMPLES.transcript, options('en'));
    const listed = [...text.matchAll(/^- #([a-z-]+)[^:]*: /gm)].map((match) => match[1]);
    expect(listed.slice(-VERBS.length)).toEqual(VERBS);
  });

  it('throws when it was not prepared', () => {
    expect(() => createRenderer({ builtIn: BUILT_IN }).render(SAMPLES.refused, options('en'))).toThrow('not prepared');
  });
});

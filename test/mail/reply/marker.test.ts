import { describe, expect, it } from 'vitest';
import { htmlToText } from '../../../src/mail/html/to-text.ts';
import { findMarker, markerLine } from '../../../src/mail/reply/marker.ts';

const LINE = markerLine('EB-1042', 'Odgovorite iznad ove linije');

describe('the marker line', () => {
  it('is one line under 60 columns that holds token and text', () => {
    expect(LINE).toBe('##- EB-1042 -## Odgovorite iznad ove linije');
    const long = markerLine(
      'CLOUD-2024-000123',
      'Prosím, odpovedajte nad týmto riadkom, nižšie už nič nepíšte, ďakujeme',
    );
    expect([...long].length).toBeLessThan(60);
    expect(findMarker(long)?.token).toBe('CLOUD-2024-000123');
    expect(markerLine('A-1', 'a\nb ##')).toBe('##- A-1 -## a b');
  });

  it('refuses a token that would not survive', () => {
    expect(() => markerLine('E 1', 'x')).toThrow('marker token');
    expect(() => markerLine('č-1', 'x')).toThrow('marker token');
  });

  it.each([
    ['as sent', LINE],
    ['quoted', `> ${LINE}`],
    ['quoted deeply', `> >> > ${LINE}`],
    ['dashes corrected', '##– EB–1042 –## Odgovorite'],
    ['em dashes', '##— EB-1042 —## Odgovorite'],
    ['no-break spaces', '##-\u00a0EB-1042\u00a0-## Odgovorite'],
    ['spaces lost', '##-EB-1042-## Odgovorite'],
    ['wrapped', '##-\nEB-1042\n-## Odgovorite'],
    ['wrapped in a quote', '> ##- EB-1042\n> -## Odgovorite'],
    ['bold', '*##- EB-1042 -##* Odgovorite'],
    ['full-width hashes', '＃＃- EB-1042 -＃＃'],
    ['escaped', '\\##- EB-1042 -\\##'],
    ['html', htmlToText('<div><b>##-&nbsp;EB-1042</b> <i>-##</i> Odgovorite</div>')],
    ['hidden in html', htmlToText('<div style="display:none">##- EB-1042 -## Odgovorite</div>')],
  ])('is found: %s', (_name, text) => {
    expect(findMarker(`Radi.\n\n${text}\nstaro`)?.token).toBe('EB-1042');
  });

  it('knows the markers of others, without a token', () => {
    const found = findMarker('Ok\n##- Please type your reply above this line -##\nOld');
    expect(found).toBeDefined();
    expect(found?.token).toBeUndefined();
  });

  it.each(['## Heading\n- a\n- b', '##12 and ##13', '#-#-#', '##--##', '## - -', ''])('is not seen in %j', (text) => {
    expect(findMarker(text)).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { defectVerb, isDefectVerb } from '../../src/desk/defect/verbs.ts';

const context = { now: new Date('2026-11-24T09:00:00Z'), timeZone: 'Europe/Belgrade' };
const read = (line: string) => {
  const [, verb = '', argument = ''] = /^#(\S+) ?(.*)$/.exec(line) ?? [];
  return isDefectVerb(verb) ? defectVerb(verb, argument, context) : undefined;
};

describe('what agents write about defects', () => {
  it.each([
    ['#defect EB-1001', { kind: 'hang', on: 'EB-1001', as: 'defect' }],
    ['#problem isp-7', { kind: 'hang', on: 'ISP-7', as: 'problem' }],
    ['#defect none', { kind: 'hang', on: undefined, as: 'defect' }],
    ['#confirmed', { kind: 'stage', to: 'confirmed' }],
    ['#not-a-defect', { kind: 'stage', to: 'not-a-defect' }],
    ['#planned 4.2', { kind: 'stage', to: 'planned', release: '4.2', day: undefined }],
    ['#planned 4.2 by 2027-01-15', { kind: 'stage', to: 'planned', release: '4.2', day: '2027-01-15' }],
    ['#planned 2027.1-rc1 by 15 January 2027', { kind: 'stage', release: '2027.1-rc1', day: '2027-01-15' }],
    ['#planned 4.2 do 15. 1. 2027.', { kind: 'stage', release: '4.2', day: '2027-01-15' }],
    ['#planned 4.2 do 15. januára 2027', { kind: 'stage', release: '4.2', day: '2027-01-15' }],
    ['#released', { kind: 'stage', to: 'released', release: undefined }],
    ['#released 4.2', { kind: 'stage', to: 'released', release: '4.2' }],
    ['#root-cause', { kind: 'analysis', part: 'root-cause' }],
    ['#rfo', { kind: 'rfo' }],
  ])('%s', (line, expected) => {
    expect(read(line)).toMatchObject(expected);
  });

  it.each([
    '#defect',
    '#defect the one of Ana',
    '#confirmed yes',
    '#planned',
    '#planned by 2027-01-15',
    '#planned 4.2 by soon',
    '#planned 4.2 by 2026-02-01',
    '#planned 4.2 by 2027-01-15..2027-01-20',
    '#released the new one',
    '#rfo now',
  ])('%s is answered with what can stand there', (line) => {
    expect(read(line)).toMatchObject({ expected: expect.arrayContaining([expect.stringContaining('#')]) });
  });
});

import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSettings } from '../../src/config/load.ts';
import type { Settings } from '../../src/config/settings.ts';

const DESKS = resolve(import.meta.dirname, '../../config/desks');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spoc-profiles-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function including(...patterns: readonly string[]): Promise<Settings> {
  const file = join(folder, 'spoc.yaml');
  await writeFile(file, `include: [${patterns.map((pattern) => `${DESKS}/${pattern}`).join(', ')}]\n`);
  const loaded = await loadSettings(file, {});
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems, null, 1));
  expect(loaded.warnings).toEqual([]);
  return loaded.settings;
}

const profiles = await readdir(DESKS);

describe('the desks that come with Spoc', () => {
  it.each(profiles)('%s is a whole configuration by `include:` alone, without a warning', async (profile) => {
    const { policy } = await including(profile);
    expect(policy.desks.size).toBe(1);
    for (const desk of policy.desks.values()) expect(desk.agents.length).toBeGreaterThan(1);
  });

  it('can all be run by one gateway', async () => {
    expect((await including('*.yaml')).policy.desks.size).toBe(profiles.length);
  });

  it('choose agents by what the form says', async () => {
    const { policy } = await including('interspace.yaml');
    const [desk] = policy.desks.values();
    const holds = (impact: string) =>
      desk?.assignment[0]?.condition?.holds({
        mail: { subject: '', text: '', from: '', domain: '', to: '' },
        ticket: { type: 'incident', priority: 'normal', channel: 'mail', tier: 'L1', request: '' },
        client: { name: '', number: '', level: '' },
        service: { id: '', name: '', level: '' },
        form: { impact },
      });
    expect([holds('service-affecting'), holds('degradation'), holds('')]).toEqual([true, false, false]);
  });
});

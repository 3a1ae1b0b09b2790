import type { Settings } from '../config/settings.ts';
import { readPublished } from '../intake/published/read.ts';

/** What the desks have published, and what of it cannot be used. */
export interface PublishedFinding {
  readonly desk: string;
  readonly answers: number;
  readonly problems: readonly string[];
}

/** Reads the published answers of all desks, as the gateway does. */
export async function publishedFindings(settings: Settings): Promise<readonly PublishedFinding[]> {
  const findings: PublishedFinding[] = [];
  for (const [desk, { answers: places }] of settings.desks) {
    if (places === undefined) continue;
    const { answers, problems } = await readPublished(places);
    findings.push({ desk, answers: answers.length, problems });
  }
  return findings;
}

import type { Document } from './document.ts';
import type { Report } from './report.ts';
import type { Parts } from './shape.ts';

/** Checks the releases of desks: each once. */
export function checkDefects(parts: Parts, document: Document, report: Report): void {
  for (const [id, desk] of parts.desks) {
    const seen = new Set<string>();
    for (const [index, { name }] of (desk?.defects.releases ?? []).entries()) {
      const key = name.toLowerCase();
      if (seen.has(key))
        report.error(
          document,
          ['desks', id, 'defects', 'releases', index, 'name'],
          `the release ${name} stands there twice`,
          'one entry for each release',
        );
      seen.add(key);
    }
  }
}

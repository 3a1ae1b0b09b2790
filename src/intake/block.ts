import type { AttachmentRules } from '../config/settings.ts';
import { headerText } from '../delivery/header-text.ts';

/** Says which rule blocks an attachment (`*.exe`, `application/x-elf`); undefined when none does. */
export type Blocker = (attachment: {
  readonly filename: string | undefined;
  readonly contentType: string;
  readonly detectedType: string | undefined;
}) => string | undefined;

/** Compiles the block list: names as Windows would open them, types as claimed and as found in the content. */
export function createBlocker({ names, types }: AttachmentRules): Blocker {
  const byName = names.map((pattern) => ({ pattern, matches: compiled(pattern) }));
  const byType = types.map((pattern) => ({ pattern, matches: compiled(pattern) }));
  return ({ filename, contentType, detectedType }) => {
    const name = plainName(filename ?? '');
    const kinds = [contentType.split(';', 1)[0] ?? '', detectedType ?? ''].map((type) => type.trim());
    const rule =
      byName.find(({ matches }) => name !== '' && matches.test(name)) ??
      byType.find(({ matches }) => kinds.some((type) => type !== '' && matches.test(type)));
    return rule?.pattern;
  };
}

/** `*` any characters, `?` one; in any case. */
function compiled(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${source}$`, 'isu');
}

/** A name without what Windows drops or readers do not see: marks that turn text, zero widths, streams, dots and blanks at the end. */
function plainName(name: string): string {
  return headerText(name, 1_000)
    .normalize('NFKC')
    .replace(/[\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff]/g, '')
    .replace(/:[^/\\]*$/, '')
    .replace(/[\s.]+$/, '');
}

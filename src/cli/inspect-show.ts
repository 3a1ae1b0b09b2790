import { disguised } from '../delivery/attachment-type.ts';
import type { Unreadable } from './inspect-run.ts';
import type { Inspected } from './inspect-shape.ts';
import { colour, count, lines, plain, shortened } from './terminal.ts';

/** Lines of a text that are shown; the JSON has all of it. */
const MOST_LINES = 40;

function disguisedAs(one: Inspected['attachments'][number]): string | undefined {
  const is = disguised(one.contentType, one.filename ?? undefined, one.detectedType ?? undefined);
  return is === undefined ? undefined : `by its content it is ${is}`;
}

/** One mail for a person: each conclusion with its reason. */
export function showInspected(result: Inspected | Unreadable): string {
  const title = colour.bold(plain(result.file));
  if ('error' in result) return `${title}\n  ${colour.red('not read')} ${plain(result.error)}\n\n`;
  const out = [title];
  const row = (name: string, value: string, why?: string) => {
    if (value === '') return;
    out.push(
      `  ${colour.dim(name.padEnd(12))}${value}${why === undefined || why === '' ? '' : colour.dim(`  – ${plain(why)}`)}`,
    );
  };
  row('from', result.from === null ? '' : person(result.from));
  row('to', result.to.map(person).join(', '));
  row('cc', result.cc.map(person).join(', '));
  row('reply-to', result.replyTo.map(person).join(', '));
  row('date', result.date ?? '');
  row(
    'subject',
    plain(result.subject),
    result.cleanSubject === result.subject ? undefined : `cleaned: ${result.cleanSubject}`,
  );
  row('message-id', plain(result.messageId ?? ''));
  row(
    'answers',
    [result.inReplyTo ?? '', ...result.references]
      .filter((id, at, all) => id !== '' && all.indexOf(id) === at)
      .map(plain)
      .join(' '),
  );
  row('kind', KIND_COLOUR[result.kind]?.(result.kind) ?? result.kind, result.reasons.join('; '));
  const { bounce, authenticity } = result;
  if (bounce !== null) {
    const what = `${bounce.permanent ? 'permanent' : 'temporary'} ${bounce.status ?? ''}`.trim();
    row(
      'bounce',
      `${what}: ${bounce.recipients.map(plain).join(', ')}`,
      bounce.originalMessageId === null ? undefined : `of our mail ${bounce.originalMessageId}`,
    );
  }
  if (authenticity !== null) {
    row(
      'sender is',
      authenticity.level === 'claimed' ? colour.yellow('claimed') : colour.green(authenticity.level),
      authenticity.reason,
    );
    for (const flag of authenticity.flags) row('', colour.yellow(`! ${plain(flag)}`));
  }
  row('tickets', result.ticketNumbers.join(', '), 'named in the subject');
  row(
    'commands',
    result.commands.map(({ verb, argument }) => plain(`#${verb} ${argument}`)).join(', '),
    'lines at the head of the reply',
  );
  if (result.forwarded !== null) row('forwards', person(result.forwarded.from), result.forwarded.subject);
  for (const one of result.attachments) {
    const name = plain(one.filename ?? '(no name)');
    row(
      'attachment',
      `${name}  ${plain(one.contentType)}, ${count(one.size, 'byte')}${one.inline ? ', inline' : ''}`,
      one.leftOut ?? disguisedAs(one),
    );
  }
  for (const remark of result.remarks) row('repaired', plain(remark));
  out.push(`  ${colour.dim('reply')}`, body(result.reply, colour.cyan('  │ ')));
  for (const cut of distinct(result.cuts.map(({ kind, rule }) => `${kind}: ${rule}`))) row('elided', plain(cut));
  if (result.elided.trim() !== '') out.push(body(result.elided, colour.dim('  ┊ '), 6));
  if (result.strict.doubt !== null) row('in doubt', colour.yellow(plain(result.strict.doubt)));
  return `${out.join('\n')}\n\n`;
}

const KIND_COLOUR: Readonly<Record<string, (text: string) => string>> = {
  human: colour.green,
  bounce: colour.red,
  delay: colour.red,
};

function person({ name, address }: { readonly name: string; readonly address: string }): string {
  return name === '' ? plain(address) : `${plain(name)} <${plain(address)}>`;
}

function body(text: string, bar: string, most = MOST_LINES): string {
  const all = lines(text).trim().split('\n');
  const shown = all.slice(0, most).map((line) => `${bar}${shortened(line, 500)}`);
  if (all.length > most) shown.push(`${bar}${colour.dim(`… ${count(all.length - most, 'more line')}`)}`);
  return shown.join('\n');
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}

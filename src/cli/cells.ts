import { emailAddress } from '../mail/address.ts';
import type { EmailAddress } from '../mail/mail.ts';
import type { CsvRow } from './csv.ts';

const MOST_CELL = 1000;

/** The cells of one row; collects what is wrong with them. */
export class Cells {
  readonly problems: string[] = [];
  readonly #cells: CsvRow['cells'];

  constructor({ cells }: CsvRow) {
    this.#cells = cells;
  }

  text(name: string): string | undefined {
    const cell = this.#cells[name] ?? '';
    if (cell.length > MOST_CELL) this.problems.push(`${name} has more than ${MOST_CELL} characters`);
    return cell === '' ? undefined : cell;
  }

  needed(name: string): string {
    const cell = this.text(name);
    if (cell === undefined) this.problems.push(`${name} is empty`);
    return cell ?? '';
  }

  word<T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const cell = this.text(name);
    const found = allowed.find((one) => one.toLowerCase() === cell?.toLowerCase());
    if (cell !== undefined && found === undefined)
      this.problems.push(`${name} is "${cell}"; one of ${allowed.join(', ')} would be right`);
    return found;
  }

  list(name: string, right: (word: string) => boolean, what: string): readonly string[] {
    const words = (this.text(name) ?? '').split(/[\s,;]+/).filter((word) => word !== '');
    for (const word of words) if (!right(word)) this.problems.push(`${name}: "${word}" is not ${what}`);
    return words;
  }

  /** None for who is reached by phone alone (SOFTECH-10). */
  addresses(): readonly EmailAddress[] {
    const found = this.list('addresses', (word) => emailAddress(word) !== undefined, 'an e-mail address').flatMap(
      (word) => emailAddress(word) ?? [],
    );
    const byPhone = this.text('landline') ?? this.text('mobile');
    if (found.length === 0 && byPhone === undefined && this.problems.length === 0)
      this.problems.push('addresses is empty, and so are landline and mobile');
    return found;
  }
}

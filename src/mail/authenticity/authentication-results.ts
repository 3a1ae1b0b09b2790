/** One property of a result, such as header.from=example.org (RFC 8601 §2.2 propspec); names in lower case. */
export interface ResultProperty {
  readonly ptype: string;
  readonly property: string;
  readonly value: string;
}

/** What one method found (RFC 8601 §2.2 resinfo); method and result in lower case. */
export interface MethodResult {
  readonly method: string;
  readonly result: string;
  readonly reason: string | undefined;
  readonly properties: readonly ResultProperty[];
}

/** An Authentication-Results field. `authservId` is lower case, and '' where the receiver leaves it out (Exchange Online). */
export interface AuthenticationResults {
  readonly authservId: string;
  /** 1 unless said otherwise; results of another version mean nothing to us (§2.6). */
  readonly version: number;
  readonly results: readonly MethodResult[];
}

const MAX_VALUE = 16 * 1024;
const MAX_RESULTS = 50;
const MAX_PROPERTIES = 50;

/** Reads the value of an Authentication-Results field by the grammar of RFC 8601 §2.2; undefined when it is none. */
export function parseAuthenticationResults(value: string): AuthenticationResults | undefined {
  const scanner = new Scanner(value.slice(0, MAX_VALUE));
  scanner.skip();
  const start = scanner.at;
  let authservId = scanner.value(TOKEN);
  if (authservId === undefined || authservId === '') return undefined;
  let version = 1;
  scanner.skip();
  if (scanner.peek() === '=' || scanner.peek() === '/') {
    // A result stands where the id should: there is no id.
    scanner.at = start;
    authservId = '';
  } else {
    const digits = scanner.run(/[0-9]/);
    if (digits !== '') version = Number(digits);
    scanner.skip();
    if (scanner.peek() !== ';' && !scanner.done()) return undefined;
  }
  return { authservId: authservId.toLowerCase(), version, results: resultsOf(scanner, authservId === '') };
}

function resultsOf(scanner: Scanner, atFirst: boolean): readonly MethodResult[] {
  const results: MethodResult[] = [];
  let ready = atFirst;
  while (!scanner.done() && results.length < MAX_RESULTS) {
    scanner.skip();
    if (!ready && !scanner.take(';')) {
      scanner.at++;
      continue;
    }
    ready = false;
    const result = resultOf(scanner);
    if (result) results.push(result);
  }
  return results;
}

/** methodspec [reasonspec] *propspec; undefined for "none" and for what is no result. */
function resultOf(scanner: Scanner): MethodResult | undefined {
  scanner.skip();
  const method = scanner.run(KEYWORD).toLowerCase();
  scanner.skip();
  if (scanner.take('/')) {
    scanner.skip();
    scanner.run(/[0-9]/);
    scanner.skip();
  }
  if (method === '' || !scanner.take('=')) return undefined;
  scanner.skip();
  const result = scanner.run(KEYWORD).toLowerCase();
  if (result === '') return undefined;
  let reason: string | undefined;
  const properties: ResultProperty[] = [];
  for (;;) {
    scanner.skip();
    if (scanner.done() || scanner.peek() === ';') break;
    const name = scanner.run(KEYWORD).toLowerCase();
    scanner.skip();
    if (name !== '' && scanner.take('=')) {
      scanner.skip();
      const value = scanner.value(PVALUE);
      if (name === 'reason') reason = value;
    } else if (name !== '' && scanner.take('.')) {
      scanner.skip();
      const property = scanner.run(KEYWORD).toLowerCase();
      scanner.skip();
      if (property === '' || !scanner.take('=')) continue;
      scanner.skip();
      const value = scanner.value(PVALUE);
      if (value !== undefined && properties.length < MAX_PROPERTIES) properties.push({ ptype: name, property, value });
    } else if (name === '') {
      scanner.at++;
    }
  }
  return { method, result, reason, properties };
}

const KEYWORD = /[a-z0-9_-]/i;
const TOKEN = /[^\s;()"=/]/;
/** Wider than the grammar: header.b is base64, SRS addresses have = inside. */
const PVALUE = /[^\s;()"]/;

/** Walks over a structured value once; comments (RFC 5322 §3.2.2, nested) and folding are nowhere but in `skip`. */
class Scanner {
  at = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  done(): boolean {
    return this.at >= this.#text.length;
  }

  peek(): string {
    return this.#text.charAt(this.at);
  }

  take(character: string): boolean {
    if (this.peek() !== character) return false;
    this.at++;
    return true;
  }

  /** Skips blanks and comments. An unclosed comment swallows the rest: nothing in it was said outside of it. */
  skip(): void {
    let depth = 0;
    for (; this.at < this.#text.length; this.at++) {
      const character = this.peek();
      if (character === '(') depth++;
      else if (character === ')' && depth > 0) depth--;
      else if (character === '\\' && depth > 0) this.at++;
      else if (depth === 0 && !/\s/.test(character)) return;
    }
  }

  run(allowed: RegExp): string {
    const start = this.at;
    while (this.at < this.#text.length && allowed.test(this.peek())) this.at++;
    return this.#text.slice(start, this.at);
  }

  /** A quoted string, a token, or an address with either for its local part; undefined when a quotation does not end. */
  value(allowed: RegExp): string | undefined {
    const quoted = this.peek() === '"' ? this.#quoted() : '';
    return quoted === undefined ? undefined : quoted + this.run(allowed);
  }

  #quoted(): string | undefined {
    let text = '';
    for (this.at++; this.at < this.#text.length; this.at++) {
      const character = this.peek();
      if (character === '"') {
        this.at++;
        return text;
      }
      if (character === '\\') this.at++;
      text += this.peek();
    }
    return undefined;
  }
}

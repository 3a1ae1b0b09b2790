/** What is wrong with the disk that the data folder lies on. */
export type Trouble = 'full' | 'read-only' | 'failing';

/** By the beginning of an error's code: SQLite's extended codes (`SQLITE_IOERR_FSYNC`) tell which call it was. */
const TROUBLES: readonly (readonly [RegExp, Trouble])[] = [
  [/^(?:SQLITE_FULL|ENOSPC|EDQUOT)/, 'full'],
  [/^(?:SQLITE_READONLY|EROFS)/, 'read-only'],
  [/^(?:SQLITE_IOERR|SQLITE_CANTOPEN|EIO$)/, 'failing'],
];

/** What an error says of the disk; undefined when it is about something else. By its code alone: a text may be a stranger's. */
export function storageTrouble(error: unknown): Trouble | undefined {
  if (error instanceof StorageTrouble) return error.trouble;
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  const { code } = error;
  return TROUBLES.find(([begin]) => begin.test(code))?.[1];
}

/** The disk does not take what is to be kept; nobody's mail is at fault. */
export class StorageTrouble extends Error {
  override readonly name = 'StorageTrouble';
  readonly trouble: Trouble;
  constructor(trouble: Trouble, message: string, options?: ErrorOptions) {
    super(message, options);
    this.trouble = trouble;
  }
}

/** A trouble in words. */
export const TROUBLE_WORDS: Readonly<Record<Trouble, string>> = {
  full: 'the disk is full',
  'read-only': 'the disk can only be read',
  failing: 'the disk fails',
};

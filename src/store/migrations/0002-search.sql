-- The index alone: texts stay in `messages`. It is fed words that were split and folded by us (search-fold.ts), one blank between them;
-- the ascii tokenizer takes them as they are, while unicode61 knows only the letters of its own, older Unicode.
CREATE VIRTUAL TABLE search USING fts5 (
  subject, shown, attachments,
  content = '', contentless_delete = 1,
  tokenize = 'ascii'
);

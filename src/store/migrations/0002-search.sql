-- The index alone: texts stay in `messages`. Words are folded by us before they get here (search-fold.ts), so the tokenizer need not.
CREATE VIRTUAL TABLE search USING fts5 (
  subject, shown, attachments,
  content = '', contentless_delete = 1,
  tokenize = "unicode61 remove_diacritics 0"
);

-- An index that knows beginnings of two and three letters by themselves, so that asking for one costs nothing more where it stands everywhere. That a word
-- stands in a mail is all that is asked: without places it is half as large and as quick to feed as the one before. Older mails are fed anew, the newest
-- first, behind whatever comes.
DROP TABLE search_words;
DROP TABLE search;
CREATE VIRTUAL TABLE search USING fts5 (
  subject, shown, attachments,
  content = '', contentless_delete = 1,
  tokenize = 'ascii', detail = none, prefix = '2 3'
);
-- Its words in order, to find those that begin alike.
CREATE VIRTUAL TABLE search_words USING fts5vocab ('search', 'instance');
INSERT INTO counters SELECT 'search:older', n FROM counters WHERE name = 'search:indexed';

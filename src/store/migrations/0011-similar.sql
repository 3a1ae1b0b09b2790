-- How often each word stands in the index: the rarest words of a text say what it is about.
CREATE VIRTUAL TABLE search_words USING fts5vocab('search', 'row');

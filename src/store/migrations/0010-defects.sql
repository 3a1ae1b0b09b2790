-- Releases that carry the fixes of defects, beside those of the configuration; days as `2027-01-15`.
CREATE TABLE releases (
  desk TEXT NOT NULL CHECK (desk <> ''),
  name TEXT NOT NULL CHECK (name <> ''),
  -- As it is looked up: lower case.
  key TEXT NOT NULL CHECK (key <> ''),
  expected TEXT CHECK (expected <> ''),
  released TEXT CHECK (released <> ''),
  PRIMARY KEY (desk, key)
) WITHOUT ROWID;

-- Lists of defects and problems, and the incidents of a time.
CREATE INDEX tickets_type ON tickets (type, opened_at);

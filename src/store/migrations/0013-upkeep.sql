-- An agent called a mail of theirs spam: what becomes of further mail is the desk's to say.
ALTER TABLE contacts ADD COLUMN spammer INTEGER NOT NULL DEFAULT 0;

-- The tags of tickets, as their events make them, to be found by.
CREATE TABLE ticket_tags (
  tag TEXT NOT NULL CHECK (tag <> ''),
  ticket INTEGER NOT NULL REFERENCES tickets (id),
  PRIMARY KEY (tag, ticket)
) WITHOUT ROWID;
CREATE INDEX ticket_tags_ticket ON ticket_tags (ticket);

-- Contracts of single clients: the level that holds from the first day to the last, in the place of the client's own. Days are those of the desk's clock.
CREATE TABLE contracts (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  client INTEGER NOT NULL REFERENCES clients (id),
  level TEXT NOT NULL CHECK (level <> ''),
  calendar TEXT CHECK (calendar <> ''),
  valid_from TEXT NOT NULL,
  valid_until TEXT CHECK (valid_until >= valid_from)
) WITHOUT ROWID;
CREATE INDEX contracts_client ON contracts (client);

-- A ticket that goes into another one takes its numbers along.
CREATE INDEX ticket_numbers_ticket ON ticket_numbers (ticket);

-- For reports: the tickets of a desk by when they were opened and when they came to rest.
CREATE INDEX tickets_desk_opened ON tickets (desk, opened_at);
CREATE INDEX tickets_desk_done ON tickets (desk, done_at) WHERE done_at IS NOT NULL;

-- Whether a client has settled what it owes; NULL: nobody has said.
ALTER TABLE clients ADD COLUMN obligations TEXT CHECK (obligations IN ('settled', 'unsettled'));

-- To which products of the configuration a person was introduced, and whether its settings are in order; `since` is when, NULL: long ago.
CREATE TABLE introductions (
  contact INTEGER NOT NULL REFERENCES contacts (id),
  product TEXT NOT NULL CHECK (product <> ''),
  introduction TEXT NOT NULL CHECK (introduction IN ('incomplete', 'complete')),
  settings TEXT NOT NULL CHECK (settings IN ('incomplete', 'complete')),
  since INTEGER,
  PRIMARY KEY (contact, product)
) WITHOUT ROWID;

-- Hours beside the usual that were agreed with a client; `until` is exclusive.
CREATE TABLE agreed_hours (
  client INTEGER NOT NULL REFERENCES clients (id),
  since INTEGER NOT NULL,
  until INTEGER NOT NULL CHECK (until > since),
  PRIMARY KEY (client, since)
) WITHOUT ROWID;

-- Work on a ticket, by the version of its event; below nothing: a correction.
CREATE TABLE bookings (
  ticket INTEGER NOT NULL REFERENCES tickets (id),
  version INTEGER NOT NULL,
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  minutes INTEGER NOT NULL CHECK (minutes <> 0),
  text TEXT NOT NULL,
  PRIMARY KEY (ticket, version)
) WITHOUT ROWID;
CREATE INDEX bookings_at ON bookings (at, ticket);

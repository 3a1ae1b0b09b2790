-- What outgoing mail says, apart from what becomes of it: its row is written anew at each step on its way, and a text is long.
CREATE TABLE outbox_bodies (
  outbox INTEGER PRIMARY KEY REFERENCES outbox (id),
  mail TEXT NOT NULL
);
INSERT INTO outbox_bodies (outbox, mail) SELECT id, mail FROM outbox;
ALTER TABLE outbox DROP COLUMN mail;

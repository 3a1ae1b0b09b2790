-- Times are UTC milliseconds. Identities that are looked up are NULL or not empty: an empty value can never match.

-- Kept right by the triggers below, so that the law "received = waiting + sum of outcomes" costs nothing to look at.
CREATE TABLE counts (
  name TEXT PRIMARY KEY,
  n INTEGER NOT NULL
) WITHOUT ROWID;

-- Sequential ticket numbers, one row per prefix; the high-water mark of the search index.
CREATE TABLE counters (
  name TEXT PRIMARY KEY,
  n INTEGER NOT NULL
) WITHOUT ROWID;

-- Small blobs; large ones are files.
CREATE TABLE blobs (
  id INTEGER PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),
  stored_at INTEGER NOT NULL,
  bytes BLOB NOT NULL
);

CREATE TABLE cursors (
  mailbox TEXT NOT NULL CHECK (mailbox <> ''),
  folder TEXT NOT NULL CHECK (folder <> ''),
  uid_validity INTEGER NOT NULL,
  last_uid INTEGER NOT NULL,
  first_met INTEGER NOT NULL,
  PRIMARY KEY (mailbox, folder)
) WITHOUT ROWID;

CREATE TABLE ledger (
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL CHECK (source IN ('imap', 'pipe', 'lmtp', 'import')),
  mailbox TEXT NOT NULL CHECK (mailbox <> ''),
  folder TEXT,
  uid_validity INTEGER,
  uid INTEGER,
  recipient TEXT,
  blob TEXT NOT NULL CHECK (length(blob) = 64),
  size INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  arrived_at INTEGER NOT NULL,
  quiet INTEGER NOT NULL,
  released INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  next_try INTEGER NOT NULL,
  last_error TEXT,
  -- NULL: it waits.
  outcome TEXT CHECK (outcome <> ''),
  reasons TEXT NOT NULL,
  settled_at INTEGER,
  settled_by TEXT,
  ticket INTEGER REFERENCES tickets (id),
  desk TEXT CHECK (desk <> ''),
  sender TEXT NOT NULL,
  sender_key TEXT CHECK (sender_key <> ''),
  subject TEXT NOT NULL,
  message_id TEXT CHECK (message_id <> ''),
  fingerprint TEXT CHECK (fingerprint <> ''),
  mail_kind TEXT NOT NULL,
  authenticity TEXT,
  -- NULL: the mailbox has not been told.
  acknowledged TEXT,
  CHECK ((source = 'imap') = (folder IS NOT NULL AND uid_validity IS NOT NULL AND uid IS NOT NULL)),
  CHECK ((source = 'imap') = (recipient IS NULL))
);
-- Seen before (DESIGN §3, Same mail).
CREATE UNIQUE INDEX ledger_uid ON ledger (mailbox, folder, uid_validity, uid) WHERE source = 'imap';
CREATE UNIQUE INDEX ledger_raw ON ledger (blob, mailbox, recipient) WHERE source <> 'imap';
CREATE INDEX ledger_blob ON ledger (blob);
CREATE INDEX ledger_message_id ON ledger (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX ledger_outcome ON ledger (outcome);
CREATE INDEX ledger_waiting ON ledger (arrived_at, id, next_try) WHERE outcome IS NULL;
CREATE INDEX ledger_next_try ON ledger (next_try) WHERE outcome IS NULL;
CREATE INDEX ledger_untold ON ledger (mailbox, folder, uid_validity, uid)
  WHERE source = 'imap' AND acknowledged IS NULL AND outcome IS NOT NULL;

CREATE TABLE ledger_history (
  ledger INTEGER NOT NULL REFERENCES ledger (id),
  position INTEGER NOT NULL,
  at INTEGER NOT NULL,
  outcome TEXT,
  by TEXT NOT NULL,
  reasons TEXT NOT NULL,
  PRIMARY KEY (ledger, position)
) WITHOUT ROWID;

-- Mail that was announced and gone before it could be fetched: never received, hence no part of the law.
CREATE TABLE vanished (
  mailbox TEXT NOT NULL,
  folder TEXT NOT NULL,
  uid_validity INTEGER NOT NULL,
  uid INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (mailbox, folder, uid_validity, uid)
) WITHOUT ROWID;

CREATE TRIGGER ledger_received AFTER INSERT ON ledger BEGIN
  INSERT INTO counts VALUES ('ledger:received', 1) ON CONFLICT DO UPDATE SET n = n + 1;
  INSERT INTO counts VALUES ('ledger:' || coalesce(new.outcome, 'waiting'), 1) ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER ledger_settled AFTER UPDATE OF outcome ON ledger WHEN old.outcome IS NOT new.outcome BEGIN
  UPDATE counts SET n = n - 1 WHERE name = 'ledger:' || coalesce(old.outcome, 'waiting');
  INSERT INTO counts VALUES ('ledger:' || coalesce(new.outcome, 'waiting'), 1) ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER ledger_forgotten AFTER DELETE ON ledger BEGIN
  UPDATE counts SET n = n - 1 WHERE name IN ('ledger:received', 'ledger:' || coalesce(old.outcome, 'waiting'));
END;

CREATE TABLE clients (
  id INTEGER PRIMARY KEY,
  company_number TEXT UNIQUE CHECK (company_number <> ''),
  name TEXT NOT NULL CHECK (name <> ''),
  locale TEXT,
  desk TEXT CHECK (desk <> '')
);
CREATE TABLE client_domains (
  domain TEXT PRIMARY KEY CHECK (domain <> ''),
  client INTEGER NOT NULL REFERENCES clients (id),
  position INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX client_domains_client ON client_domains (client);

CREATE TABLE contacts (
  id INTEGER PRIMARY KEY,
  client INTEGER REFERENCES clients (id),
  name TEXT NOT NULL,
  business_unit TEXT,
  position TEXT,
  landline TEXT,
  mobile TEXT,
  locale TEXT,
  responsible INTEGER NOT NULL,
  undeliverable INTEGER NOT NULL,
  known INTEGER NOT NULL
);
CREATE INDEX contacts_client ON contacts (client);
CREATE INDEX contacts_responsible ON contacts (client) WHERE responsible = 1;
CREATE TABLE contact_addresses (
  key TEXT PRIMARY KEY CHECK (key <> ''),
  contact INTEGER NOT NULL REFERENCES contacts (id),
  position INTEGER NOT NULL,
  address TEXT NOT NULL CHECK (address <> '')
) WITHOUT ROWID;
CREATE UNIQUE INDEX contact_addresses_contact ON contact_addresses (contact, position);

CREATE TABLE tickets (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  number TEXT NOT NULL CHECK (number <> ''),
  desk TEXT NOT NULL CHECK (desk <> ''),
  subject TEXT NOT NULL,
  status TEXT NOT NULL,
  status_since INTEGER NOT NULL,
  priority TEXT NOT NULL,
  type TEXT NOT NULL,
  channel TEXT NOT NULL,
  requester INTEGER NOT NULL REFERENCES contacts (id),
  client INTEGER REFERENCES clients (id),
  assignee TEXT,
  opened_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  done_at INTEGER,
  answer_by TEXT,
  answer_version INTEGER,
  answer_message INTEGER,
  watchers TEXT NOT NULL
);
-- Lists are asked per status, newest first: the row id is the last column of every index.
CREATE INDEX tickets_status ON tickets (status);
CREATE INDEX tickets_desk ON tickets (desk, status);
CREATE INDEX tickets_assignee ON tickets (assignee, status);
CREATE INDEX tickets_client ON tickets (client, status);
CREATE INDEX tickets_requester ON tickets (requester, status);

-- Every number that a ticket has or had; all of them thread to it.
CREATE TABLE ticket_numbers (
  number TEXT PRIMARY KEY COLLATE NOCASE CHECK (number <> ''),
  ticket INTEGER NOT NULL REFERENCES tickets (id)
) WITHOUT ROWID;

CREATE TABLE events (
  ticket INTEGER NOT NULL REFERENCES tickets (id),
  version INTEGER NOT NULL CHECK (version > 0),
  at INTEGER NOT NULL,
  event TEXT NOT NULL,
  PRIMARY KEY (ticket, version)
) WITHOUT ROWID;

-- Answers that wait for #send.
CREATE TABLE held_answers (
  ticket INTEGER NOT NULL REFERENCES tickets (id),
  position INTEGER NOT NULL,
  message INTEGER NOT NULL,
  by TEXT NOT NULL,
  why TEXT NOT NULL,
  PRIMARY KEY (ticket, position)
) WITHOUT ROWID;

CREATE TABLE messages (
  id INTEGER PRIMARY KEY,
  ticket INTEGER NOT NULL REFERENCES tickets (id),
  direction TEXT NOT NULL,
  by TEXT NOT NULL,
  authenticity TEXT NOT NULL,
  at INTEGER NOT NULL,
  held INTEGER NOT NULL,
  message_id TEXT CHECK (message_id <> ''),
  ledger INTEGER REFERENCES ledger (id),
  subject TEXT NOT NULL,
  -- NULL: the same as the full text.
  shown TEXT,
  body TEXT NOT NULL,
  spans TEXT NOT NULL,
  html TEXT
);
CREATE INDEX messages_ticket ON messages (ticket);
CREATE INDEX messages_ledger ON messages (ledger) WHERE ledger IS NOT NULL;
CREATE INDEX messages_message_id ON messages (message_id) WHERE message_id IS NOT NULL;

CREATE TABLE attachments (
  message INTEGER NOT NULL REFERENCES messages (id),
  position INTEGER NOT NULL,
  filename TEXT,
  content_type TEXT NOT NULL,
  size INTEGER NOT NULL,
  content_id TEXT,
  inline INTEGER NOT NULL,
  blob TEXT CHECK (length(blob) = 64),
  left_out TEXT,
  PRIMARY KEY (message, position)
) WITHOUT ROWID;
CREATE INDEX attachments_blob ON attachments (blob) WHERE blob IS NOT NULL;

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY,
  -- 0: a person's words go before 1: what the gateway says by itself.
  rank INTEGER NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  -- Times that the relay's word was missing.
  unsure INTEGER NOT NULL,
  -- NULL: it is being sent, or is not to be sent by itself.
  next_try INTEGER CHECK (next_try IS NULL OR state IN ('queued', 'uncertain')),
  last_error TEXT,
  response TEXT,
  created_at INTEGER NOT NULL,
  sent_at INTEGER,
  exposed INTEGER NOT NULL,
  alias TEXT CHECK (alias <> ''),
  ticket INTEGER REFERENCES tickets (id),
  message INTEGER REFERENCES messages (id),
  contact INTEGER REFERENCES contacts (id),
  agent TEXT,
  kind TEXT NOT NULL,
  automation TEXT NOT NULL,
  purpose TEXT NOT NULL,
  held INTEGER,
  version INTEGER NOT NULL,
  recipient TEXT NOT NULL,
  recipient_key TEXT NOT NULL CHECK (recipient_key <> ''),
  desk TEXT NOT NULL CHECK (desk <> ''),
  message_id TEXT NOT NULL UNIQUE CHECK (message_id <> ''),
  -- Address parts: relays may change their case.
  token_reply TEXT COLLATE NOCASE UNIQUE CHECK (token_reply <> ''),
  token_note TEXT COLLATE NOCASE UNIQUE CHECK (token_note <> ''),
  token_bounce TEXT COLLATE NOCASE UNIQUE CHECK (token_bounce <> ''),
  not_before INTEGER,
  mail TEXT NOT NULL
);
CREATE INDEX outbox_due ON outbox (rank, id, next_try) WHERE next_try IS NOT NULL;
CREATE INDEX outbox_next_try ON outbox (next_try) WHERE next_try IS NOT NULL;
CREATE INDEX outbox_state ON outbox (state);
CREATE INDEX outbox_alias ON outbox (alias) WHERE alias IS NOT NULL;
CREATE INDEX outbox_ticket ON outbox (ticket, recipient_key);
CREATE INDEX outbox_message ON outbox (message) WHERE message IS NOT NULL;
CREATE INDEX outbox_answers ON outbox (recipient_key, created_at) WHERE automation = 'answer';

-- Which blobs the mails of the outbox need.
CREATE TABLE outbox_blobs (
  blob TEXT NOT NULL CHECK (length(blob) = 64),
  outbox INTEGER NOT NULL REFERENCES outbox (id),
  PRIMARY KEY (outbox, blob)
) WITHOUT ROWID;
CREATE INDEX outbox_blobs_blob ON outbox_blobs (blob);

CREATE TRIGGER outbox_queued AFTER INSERT ON outbox BEGIN
  INSERT INTO counts VALUES ('outbox:' || new.state, 1) ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER outbox_moved AFTER UPDATE OF state ON outbox WHEN old.state <> new.state BEGIN
  UPDATE counts SET n = n - 1 WHERE name = 'outbox:' || old.state;
  INSERT INTO counts VALUES ('outbox:' || new.state, 1) ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER outbox_forgotten AFTER DELETE ON outbox BEGIN
  UPDATE counts SET n = n - 1 WHERE name = 'outbox:' || old.state;
END;

-- Mail providers that anyone may have an address at: they never define a client.
CREATE TABLE free_mail_domains (domain TEXT PRIMARY KEY) WITHOUT ROWID;
INSERT INTO free_mail_domains (domain) VALUES
  ('gmail.com'), ('googlemail.com'), ('outlook.com'), ('hotmail.com'), ('live.com'), ('msn.com'), ('hotmail.rs'),
  ('yahoo.com'), ('ymail.com'), ('rocketmail.com'), ('aol.com'), ('icloud.com'), ('me.com'), ('mac.com'),
  ('proton.me'), ('protonmail.com'), ('pm.me'), ('tutanota.com'), ('tuta.io'), ('gmx.com'), ('gmx.net'), ('gmx.de'), ('gmx.at'),
  ('web.de'), ('t-online.de'), ('mail.com'), ('mail.ru'), ('yandex.com'), ('yandex.ru'), ('zoho.com'), ('fastmail.com'), ('hey.com'),
  ('seznam.cz'), ('email.cz'), ('post.cz'), ('centrum.cz'), ('atlas.cz'), ('volny.cz'), ('quick.cz'), ('tiscali.cz'),
  ('azet.sk'), ('zoznam.sk'), ('centrum.sk'), ('post.sk'), ('pobox.sk'), ('atlas.sk'), ('inmail.sk'), ('stonline.sk'), ('orangemail.sk'),
  ('siol.net'), ('siol.com'), ('t-2.net'), ('amis.net'), ('volja.net'), ('email.si'), ('telemach.net'), ('gmail.si'), ('triera.net'),
  ('eunet.rs'), ('ptt.rs'), ('mts.rs'), ('sbb.rs'), ('verat.net'), ('beotel.rs'), ('open.telekom.rs'), ('nadlanu.com'), ('neobee.net'), ('yubc.net'),
  ('t.mk'), ('t-home.mk'), ('mt.net.mk'), ('on.net.mk'), ('yahoo.co.uk'), ('yahoo.de'), ('net.hr'), ('inet.hr'), ('vip.hr'), ('freemail.hu'), ('citromail.hu'), ('wp.pl'), ('o2.pl'), ('interia.pl'), ('onet.pl');

-- What the desk's policy has made of a ticket so far: json, `care.ts`. No list or search asks for it.
ALTER TABLE tickets ADD COLUMN care TEXT NOT NULL DEFAULT '{}';
-- How a message came; NULL is mail.
ALTER TABLE messages ADD COLUMN channel TEXT;

-- What is known of the fields of a ticket's form: json, `form/facts.ts`. Here and not in events, since people wrote it.
CREATE TABLE ticket_facts (
  ticket INTEGER PRIMARY KEY REFERENCES tickets (id),
  facts TEXT NOT NULL
);

-- What is due on a ticket at a moment. A timer is written anew whenever its ticket changes; what was taken stands in the ticket's events.
CREATE TABLE timers (
  ticket INTEGER NOT NULL REFERENCES tickets (id),
  key TEXT NOT NULL CHECK (key <> ''),
  due INTEGER NOT NULL,
  -- Failed tries, and when the next one is.
  attempts INTEGER NOT NULL DEFAULT 0,
  next_try INTEGER NOT NULL,
  PRIMARY KEY (ticket, key)
) WITHOUT ROWID;
CREATE INDEX timers_next_try ON timers (next_try, ticket, key);

-- What was agreed with a client where it is not the desk's own, by the names of the configuration or the registers.
ALTER TABLE clients ADD COLUMN level TEXT CHECK (level <> '');
ALTER TABLE clients ADD COLUMN calendar TEXT CHECK (calendar <> '');
ALTER TABLE clients ADD COLUMN matrix TEXT CHECK (matrix <> '');

-- The register of services. `key` is the id as it is looked up: folded, without signs.
CREATE TABLE services (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  key TEXT NOT NULL UNIQUE CHECK (key <> ''),
  client INTEGER NOT NULL REFERENCES clients (id),
  name TEXT NOT NULL,
  level TEXT CHECK (level <> ''),
  matrix TEXT CHECK (matrix <> '')
) WITHOUT ROWID;
CREATE INDEX services_client ON services (client);
CREATE TABLE service_circuits (
  key TEXT NOT NULL CHECK (key <> ''),
  service TEXT NOT NULL REFERENCES services (id),
  circuit TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (key, service)
) WITHOUT ROWID;
CREATE INDEX service_circuits_service ON service_circuits (service);

-- The register of service levels, beside those of the configuration: json, `registers.ts`.
CREATE TABLE service_levels (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  level TEXT NOT NULL
) WITHOUT ROWID;

-- When agents are away; `until` is exclusive.
CREATE TABLE absences (
  id INTEGER PRIMARY KEY,
  agent TEXT NOT NULL CHECK (agent <> ''),
  since INTEGER NOT NULL,
  until INTEGER NOT NULL CHECK (until > since),
  deputy TEXT CHECK (deputy <> ''),
  source TEXT NOT NULL
);
CREATE INDEX absences_until ON absences (until);
CREATE INDEX absences_agent ON absences (agent, until);

-- Whose turn it was last, by rule of assignment.
CREATE TABLE turns (
  key TEXT PRIMARY KEY CHECK (key <> ''),
  agent TEXT NOT NULL CHECK (agent <> '')
) WITHOUT ROWID;

-- The numbers of a contact by their last eight digits (all of them where there are fewer): whatever way they are written, they meet here.
CREATE TABLE contact_phones (
  tail TEXT NOT NULL CHECK (tail <> ''),
  contact INTEGER NOT NULL REFERENCES contacts (id),
  PRIMARY KEY (tail, contact)
) WITHOUT ROWID;
CREATE INDEX contact_phones_contact ON contact_phones (contact);
-- The numbers that are there already, without their signs.
INSERT OR IGNORE INTO contact_phones (tail, contact)
  SELECT substr(digits, -8), id FROM (
    SELECT id, replace(replace(replace(replace(replace(replace(replace(replace(number, ' ', ''), '-', ''), '/', ''), '(', ''), ')', ''), '.', ''), '+', ''), char(160), '') AS digits
    FROM (SELECT id, landline AS number FROM contacts UNION ALL SELECT id, mobile FROM contacts)
    WHERE number IS NOT NULL AND number <> ''
  ) WHERE digits <> '' AND digits NOT GLOB '*[^0-9]*';

-- For `least loaded`: what each agent has to do.
CREATE INDEX tickets_workload ON tickets (assignee) WHERE assignee IS NOT NULL AND status NOT IN ('resolved', 'closed');

-- Single values that outlive the process, by name.
CREATE TABLE remembered (
  name TEXT PRIMARY KEY CHECK (name <> ''),
  value TEXT NOT NULL
) WITHOUT ROWID;

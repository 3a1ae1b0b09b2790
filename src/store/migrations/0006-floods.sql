-- A fair order of work: a sender's mails that wait beyond a few stand behind the first few of everybody else.
ALTER TABLE ledger ADD COLUMN lane INTEGER NOT NULL DEFAULT 0;
DROP INDEX ledger_waiting;
CREATE INDEX ledger_waiting ON ledger (lane, arrived_at, id, next_try) WHERE outcome IS NULL;
CREATE INDEX ledger_waiting_sender ON ledger (sender_key, lane) WHERE outcome IS NULL AND sender_key IS NOT NULL;
-- How many tickets a sender has opened lately.
CREATE INDEX tickets_opened ON tickets (requester, opened_at);

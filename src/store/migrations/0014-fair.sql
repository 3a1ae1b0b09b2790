-- Mailboxes take turns: a busy one does not delay the others. Within each the order is as before.
DROP INDEX ledger_waiting;
CREATE INDEX ledger_waiting ON ledger (mailbox, lane, arrived_at, id, next_try) WHERE outcome IS NULL;

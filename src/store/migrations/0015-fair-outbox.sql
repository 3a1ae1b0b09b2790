-- Desks, and the mailboxes whose mail is answered, take turns in the outbox as well. Empty: it answers no mail.
ALTER TABLE outbox ADD COLUMN mailbox TEXT NOT NULL DEFAULT '';
DROP INDEX outbox_due;
CREATE INDEX outbox_due ON outbox (rank, desk, mailbox, id, next_try) WHERE next_try IS NOT NULL;

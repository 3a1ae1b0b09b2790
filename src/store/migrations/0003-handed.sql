-- Whether the end of the mail may have left for the relay: only then is it in doubt what became of it when the gateway was killed.
ALTER TABLE outbox ADD COLUMN handed INTEGER NOT NULL DEFAULT 0;
UPDATE outbox SET handed = 1 WHERE state = 'sending';

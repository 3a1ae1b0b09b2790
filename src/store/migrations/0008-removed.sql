-- Raw mail that was let go of, by age or because its person was forgotten; NULL: it is there. The row stays with its UID, the hash of the raw bytes
-- and the fingerprint, so that no re-read of the mailbox brings it back.
ALTER TABLE ledger ADD COLUMN removed TEXT CHECK (removed IN ('age', 'forgotten'));
CREATE INDEX ledger_age ON ledger (arrived_at) WHERE removed IS NULL AND outcome IS NOT NULL;
CREATE INDEX ledger_sender ON ledger (sender_key) WHERE sender_key IS NOT NULL;
CREATE INDEX ledger_ticket ON ledger (ticket) WHERE ticket IS NOT NULL;
-- When a contact was forgotten; events go on to name the row.
ALTER TABLE contacts ADD COLUMN forgotten INTEGER;
-- When the text of an outgoing mail was let go of.
ALTER TABLE outbox ADD COLUMN emptied INTEGER;
CREATE INDEX outbox_age ON outbox (created_at) WHERE emptied IS NULL AND state IN ('sent', 'dropped', 'bounced');
CREATE INDEX outbox_recipient ON outbox (recipient_key);
CREATE INDEX outbox_contact ON outbox (contact) WHERE contact IS NOT NULL;
CREATE INDEX messages_by ON messages (by);

-- The notice by which the operator was told of mail that waits for him; NULL: he has not been told since it waits.
ALTER TABLE ledger ADD COLUMN told INTEGER REFERENCES outbox (id) ON DELETE SET NULL;
CREATE INDEX ledger_for_operator ON ledger (id) WHERE told IS NULL AND ticket IS NULL AND outcome IN ('held', 'quarantined');
CREATE INDEX ledger_told_by ON ledger (told) WHERE told IS NOT NULL;

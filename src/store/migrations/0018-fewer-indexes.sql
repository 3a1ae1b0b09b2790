-- Each index of random keys costs a mail a page that is read and written. A received Message-ID is found by way of the ledger, and who was
-- written to by one index, whether a person answered or the gateway.
DROP INDEX messages_message_id;
DROP INDEX outbox_recipient;
DROP INDEX outbox_answers;
CREATE INDEX outbox_recipient ON outbox (recipient_key, automation, created_at);

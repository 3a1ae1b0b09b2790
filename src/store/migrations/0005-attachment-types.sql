-- What an attachment is by its content, and the rule of the block list that keeps it back.
ALTER TABLE attachments ADD COLUMN detected_type TEXT;
ALTER TABLE attachments ADD COLUMN blocked TEXT;

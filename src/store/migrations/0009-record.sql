-- Whose requests a contact may see in the record: his own, those of his business unit, those of his whole client.
ALTER TABLE contacts ADD COLUMN sees TEXT NOT NULL DEFAULT 'own' CHECK (sees IN ('own', 'unit', 'client'));

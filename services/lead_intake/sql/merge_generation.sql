-- Filings whose look-ups are older than this transaction look again.
UPDATE merge_generation SET generation = generation + 1 WHERE one

-- The catalog, version 6: of a removed file it is known whether a command took these very bytes to the trash.

-- A word as in the trash; NULL where the bytes were not there any more, had decayed, or are a former version. A replica follows no such removal.
ALTER TABLE removed_file ADD COLUMN reason TEXT;

-- The catalog, version 7: of each source of words it is known what it said when that was last taken over.

-- Digests of field and value, eight digits each: what another program changed in a file since is told from what its owner said here. NULL where it was not read for words yet.
ALTER TABLE file ADD COLUMN words TEXT;
ALTER TABLE companion ADD COLUMN words TEXT;

-- When this catalog's owner said it, in seconds since 1970; NULL where a file or another catalog did.
ALTER TABLE statement ADD COLUMN said_at INTEGER;

-- What a companion held before, as of a file: so that of its versions in two storages it is known which is the older one.
ALTER TABLE companion ADD COLUMN previous TEXT;
UPDATE companion SET previous = json_extract(extra, '$.previous'), extra = nullif(json_remove(extra, '$.previous'), '{}')
WHERE json_valid(extra) AND json_type(extra, '$.previous') = 'array';

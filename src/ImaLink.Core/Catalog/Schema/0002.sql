-- The catalog, version 2.

-- The revision of an index that was about to be written last: where this catalog itself has written a higher one, it was put back to an
-- older copy since, and goes on under another UUID.
ALTER TABLE storage ADD COLUMN writing INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN writing INTEGER NOT NULL DEFAULT 0;

-- Companions have a record of their own: what lay in "extra" gets columns.
ALTER TABLE companion ADD COLUMN mtime INTEGER;
ALTER TABLE companion ADD COLUMN state TEXT NOT NULL DEFAULT 'Present';
ALTER TABLE companion ADD COLUMN missing_since TEXT;
ALTER TABLE companion ADD COLUMN last_verified TEXT;
UPDATE companion SET
    mtime = CASE WHEN was.modified GLOB '????-??-??T??:??:??*Z'
        THEN (unixepoch(substr(was.modified, 1, 19)) + 62135596800) * 10000000 + CAST(substr(rtrim(substr(was.modified, 21), 'Z') || '0000000', 1, 7) AS INTEGER) END,
    state = CASE WHEN was.state = 'Missing' THEN 'Missing' ELSE 'Present' END,
    missing_since = was.since,
    extra = nullif(json_remove(companion.extra, '$.modified_at', '$.state', '$.missing_since'), '{}')
FROM (SELECT id, json_extract(extra, '$.modified_at') AS modified, json_extract(extra, '$.state') AS state, CASE json_type(extra, '$.missing_since') WHEN 'text' THEN json_extract(extra, '$.missing_since') END AS since
    FROM companion WHERE json_valid(extra)) AS was
WHERE was.id = companion.id;

-- How many files of an import end early.
ALTER TABLE session ADD COLUMN ending_early INTEGER NOT NULL DEFAULT 0;

-- The imports and copies that this catalog began and that have not ended: where the catalog does not remember one, or its list of source
-- files or its plan is another now, somebody else wrote its journal.
CREATE TABLE begun_operation (
    operation_uuid TEXT PRIMARY KEY,
    sha256 BLOB NOT NULL
) STRICT;

-- What belongs to no photo and is kept with its session.
CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    session_id INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    path_key TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    extra TEXT,
    UNIQUE (session_id, path)
) STRICT;
CREATE INDEX document_path_key ON document (path_key);
CREATE INDEX document_sha256 ON document (sha256);

-- The storage that a replica was copied from, and since when a file is linked by its fingerprint alone.
ALTER TABLE file ADD COLUMN replica_of TEXT;
ALTER TABLE file ADD COLUMN linked_since TEXT;
UPDATE file SET replica_of = json_extract(extra, '$.replica_of'), linked_since = json_extract(extra, '$.linked_since'),
    extra = nullif(json_remove(extra, '$.replica_of', '$.linked_since'), '{}')
WHERE json_valid(extra) AND coalesce(json_type(extra, '$.replica_of'), 'text') = 'text' AND coalesce(json_type(extra, '$.linked_since'), 'text') = 'text';

-- On which disk a storage lies (storage_info.place, as JSON): copies in one place count as one.
ALTER TABLE storage ADD COLUMN place TEXT;

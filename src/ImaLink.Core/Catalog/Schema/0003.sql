-- The catalog, version 3: times as files state them and as they are found.

-- The zone in which a session's photos were taken, by IANA's name: what earlier versions kept as a field they did not know.
ALTER TABLE session ADD COLUMN time_zone TEXT;
UPDATE session SET time_zone = CASE WHEN json_type(extra, '$.time_zone') = 'text' AND length(extra ->> '$.time_zone') BETWEEN 1 AND 64
        AND extra ->> '$.time_zone' NOT GLOB '*[^A-Za-z0-9/_+-]*' THEN extra ->> '$.time_zone' END,
    extra = nullif(json_remove(extra, '$.time_zone'), '{}')
WHERE json_valid(extra) AND json_type(extra, '$.time_zone') IS NOT NULL;

-- Which version of the fact readers read a file last, and where the file states when it was taken; absent where that is not known. What earlier
-- versions kept as fields they did not know counts where it is of the present bytes: those versions read edited files themselves.
ALTER TABLE file ADD COLUMN facts_version INTEGER;
ALTER TABLE file ADD COLUMN taken_at_source TEXT;
UPDATE file SET extra = nullif(json_remove(extra, '$.facts_version', '$.taken_at_source', '$.facts_of'), '{}')
WHERE json_valid(extra) AND extra ->> '$.facts_of' IS NOT lower(hex(substr(sha256, 1, 8)));
UPDATE file SET
    facts_version = CASE WHEN json_type(extra, '$.facts_version') = 'integer' AND extra ->> '$.facts_version' BETWEEN 1 AND 1000000 THEN extra ->> '$.facts_version' END,
    taken_at_source = CASE json_type(extra, '$.taken_at_source') WHEN 'text' THEN extra ->> '$.taken_at_source' END,
    extra = nullif(json_remove(extra, '$.facts_version', '$.taken_at_source', '$.facts_of'), '{}')
WHERE json_valid(extra) AND json_type(extra, '$.facts_of') IS NOT NULL;

-- The local time, by which files are sorted and found: a time in UTC as clocks of the session's zone show it (FileTable.Times fills it).
ALTER TABLE file ADD COLUMN taken_local TEXT;
DROP INDEX IF EXISTS file_taken_at;

-- What is counted of a storage and of a session comes from the index alone: the rows of all files would have to be read for it.
DROP INDEX file_session;
CREATE INDEX file_session ON file (session_id, state, size);

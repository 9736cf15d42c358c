-- The catalog, version 5: what two catalogs said of one album without knowing of each other is told, as it is of photos;
-- who writes an index knows whether anything was said while it was written; and what was said of an image does not go with its last file.

-- Which count of "changes" a file of an album has. An edit that does not stand in every file yet has the count that it was made with, and
-- the version that it replaces; 0 is one that does. "members_changed" is that count for what was put in or taken out.
ALTER TABLE album ADD COLUMN members_changed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE album_file ADD COLUMN written INTEGER NOT NULL DEFAULT 0;
ALTER TABLE album_field ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE album_field ADD COLUMN base_value TEXT;
ALTER TABLE album_field ADD COLUMN base_revision INTEGER;
ALTER TABLE album_field ADD COLUMN base_writer BLOB;

-- As statement_conflict.
CREATE TABLE album_conflict (
    album_id INTEGER NOT NULL REFERENCES album (id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    here_value TEXT,
    here_revision INTEGER NOT NULL,
    here_writer BLOB NOT NULL,
    there_value TEXT,
    there_revision INTEGER NOT NULL,
    there_writer BLOB NOT NULL,
    is_there_kept INTEGER NOT NULL,
    PRIMARY KEY (album_id, field, there_revision, there_writer, here_revision, here_writer)
) STRICT, WITHOUT ROWID;

-- How often something was said here of the images of a session: words need no lock of the storage.
ALTER TABLE session ADD COLUMN edits INTEGER NOT NULL DEFAULT 0;

-- What was said here of images whose last file is gone, and stands in no index: it waits until the image comes back. Columns as in statement.
CREATE TABLE waiting_statement (
    hothash BLOB NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    field TEXT NOT NULL,
    value TEXT,
    revision INTEGER NOT NULL,
    writer BLOB NOT NULL,
    base_value TEXT,
    base_revision INTEGER,
    base_writer BLOB,
    PRIMARY KEY (hothash, width, height, field)
) STRICT, WITHOUT ROWID;

-- The conflicts of such images that no finding has told. Columns as in statement_conflict.
CREATE TABLE waiting_conflict (
    hothash BLOB NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    field TEXT NOT NULL,
    here_value TEXT,
    here_revision INTEGER NOT NULL,
    here_writer BLOB NOT NULL,
    there_value TEXT,
    there_revision INTEGER NOT NULL,
    there_writer BLOB NOT NULL,
    is_there_kept INTEGER NOT NULL,
    words TEXT,
    PRIMARY KEY (hothash, width, height, field, there_revision, there_writer, here_revision, here_writer)
) STRICT, WITHOUT ROWID;

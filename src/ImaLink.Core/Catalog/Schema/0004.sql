-- The catalog, version 4: what the owner says is said of images, one field at a time (docs/statements.md). What earlier versions kept of
-- photos is set aside; FormerPhotos makes statements of it and removes it, in the transaction of the last migration.

DROP VIEW shown_tag;
DROP VIEW shown_photo;
DROP VIEW other_photo;
DROP INDEX IF EXISTS photo_tag_tag;
DROP INDEX photo_dirty;
DROP INDEX image_photo;
DROP TABLE photo_text;
ALTER TABLE image RENAME COLUMN photo_id TO former_photo_id;
ALTER TABLE photo RENAME TO former_photo;
ALTER TABLE photo_claim RENAME TO former_claim;
ALTER TABLE photo_tag RENAME TO former_photo_tag;
ALTER TABLE tag RENAME TO former_tag;
ALTER TABLE photo_conflict RENAME TO former_conflict;

-- One thing that is said of one image. "value" is canonical JSON, NULL where it was withdrawn; "writer" the UUID of a catalog as 16 bytes,
-- or empty for nobody. "unwritten" is an edit that does not stand in every index of its image yet; "base" is the version that it replaces,
-- with revision NULL where there was none.
CREATE TABLE statement (
    image_id INTEGER NOT NULL REFERENCES image (id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    value TEXT,
    revision INTEGER NOT NULL,
    writer BLOB NOT NULL,
    unwritten INTEGER NOT NULL DEFAULT 0,
    base_value TEXT,
    base_revision INTEGER,
    base_writer BLOB,
    PRIMARY KEY (image_id, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX statement_unwritten ON statement (image_id) WHERE unwritten = 1;

-- An edit that met what another catalog said without knowing of it, until a finding has told both. "words" is a whole sentence, which
-- version 0.1 kept.
CREATE TABLE statement_conflict (
    image_id INTEGER NOT NULL REFERENCES image (id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    here_value TEXT,
    here_revision INTEGER NOT NULL,
    here_writer BLOB NOT NULL,
    there_value TEXT,
    there_revision INTEGER NOT NULL,
    there_writer BLOB NOT NULL,
    is_there_kept INTEGER NOT NULL,
    words TEXT,
    PRIMARY KEY (image_id, field, there_revision, there_writer, here_revision, here_writer)
) STRICT, WITHOUT ROWID;

-- From here on to the full text: the read model. It repeats, so that it can be searched, sorted and counted, what statements and files
-- say, and is no truth of its own: PhotoModel makes it, and nothing else writes it.

CREATE TABLE camera (
    id INTEGER PRIMARY KEY,
    make TEXT,
    model TEXT,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE lens (
    id INTEGER PRIMARY KEY,
    model TEXT NOT NULL UNIQUE
) STRICT;

-- One row for each photo that has an image. "image_id" is the primary image, "file_id" the file whose facts are shown. "taken" is a local
-- time that compares as times do; "taken_edtf" the date that the owner said. A cell of "place_cell" measures 0.05 degrees.
CREATE TABLE photo (
    id INTEGER PRIMARY KEY,
    uuid BLOB NOT NULL UNIQUE,
    image_id INTEGER,
    file_id INTEGER,
    title TEXT,
    description TEXT,
    rating INTEGER,
    flag TEXT,
    label TEXT,
    favorite INTEGER NOT NULL DEFAULT 0,
    hidden INTEGER NOT NULL DEFAULT 0,
    author TEXT,
    location TEXT,
    taken TEXT,
    taken_edtf TEXT,
    camera_id INTEGER REFERENCES camera (id),
    lens_id INTEGER REFERENCES lens (id),
    iso INTEGER,
    aperture REAL,
    exposure_time REAL,
    focal_length REAL,
    latitude REAL,
    longitude REAL,
    altitude REAL,
    place_cell INTEGER,
    format TEXT,
    kind TEXT,
    width INTEGER,
    height INTEGER,
    image_count INTEGER NOT NULL DEFAULT 0,
    file_count INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE tag (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE photo_tag (
    photo_id INTEGER NOT NULL REFERENCES photo (id) ON DELETE CASCADE,
    tag_id INTEGER NOT NULL REFERENCES tag (id),
    PRIMARY KEY (photo_id, tag_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE photo_person (
    photo_id INTEGER NOT NULL REFERENCES photo (id) ON DELETE CASCADE,
    person_id INTEGER NOT NULL REFERENCES person (id),
    region TEXT,
    PRIMARY KEY (photo_id, person_id)
) STRICT, WITHOUT ROWID;

-- rowid is photo.id; texts go through search_text.
CREATE VIRTUAL TABLE photo_text USING fts5 (
    title, description, tags, persons, location, author, names, albums, session, camera,
    content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);

-- The photo that an image is by itself (ImageKey.PhotoUuid), and the one that it belongs to.
ALTER TABLE image ADD COLUMN own_uuid BLOB;
ALTER TABLE image ADD COLUMN photo_id INTEGER REFERENCES photo (id);
CREATE INDEX image_photo ON image (photo_id);

-- An album, and in album_field what is said of it: canonical JSON, NULL where it was withdrawn. "revision" is the highest that was ever seen of
-- it or its members, "changes" counts; writers as in statement.
CREATE TABLE album (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid BLOB NOT NULL UNIQUE,
    revision INTEGER NOT NULL DEFAULT 0,
    changes INTEGER NOT NULL DEFAULT 0,
    removed INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE album_field (
    album_id INTEGER NOT NULL REFERENCES album (id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    value TEXT,
    revision INTEGER NOT NULL,
    writer BLOB NOT NULL,
    PRIMARY KEY (album_id, field)
) STRICT, WITHOUT ROWID;

-- Its members, as images: they may be known again any day. One without a position was removed. "own_uuid" is the photo that the image is by
-- itself, "photo" the one that it belonged to when it was put in.
CREATE TABLE album_member (
    album_id INTEGER NOT NULL REFERENCES album (id) ON DELETE CASCADE,
    hothash BLOB NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    own_uuid BLOB NOT NULL,
    photo BLOB,
    position TEXT,
    extra TEXT,
    revision INTEGER NOT NULL,
    writer BLOB NOT NULL,
    PRIMARY KEY (album_id, hothash, width, height)
) STRICT, WITHOUT ROWID;
CREATE INDEX album_member_position ON album_member (album_id, position);
CREATE INDEX album_member_image ON album_member (hothash, width, height);
CREATE INDEX album_member_own ON album_member (own_uuid);
CREATE INDEX album_member_photo ON album_member (photo) WHERE photo IS NOT NULL;

-- The storages that hold an album, and the version of its file that this catalog has merged or written; "dirty" says that it has to be written.
CREATE TABLE album_file (
    album_id INTEGER NOT NULL REFERENCES album (id) ON DELETE CASCADE,
    storage_id INTEGER NOT NULL REFERENCES storage (id) ON DELETE CASCADE,
    sha256 BLOB,
    revision INTEGER NOT NULL DEFAULT 0,
    writer BLOB NOT NULL DEFAULT x'',
    dirty INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (album_id, storage_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX album_file_storage ON album_file (storage_id, dirty);

-- The photos of an album: by the image, else by the photo that it was or belonged to.
CREATE VIEW album_photo AS
SELECT member.album_id, member.position, member.hothash, coalesce(image.photo_id, own.id, hint.id) AS photo_id
FROM album_member AS member
LEFT JOIN image ON image.hothash = member.hothash AND image.width = member.width AND image.height = member.height
LEFT JOIN photo AS own ON image.id IS NULL AND own.uuid = member.own_uuid
LEFT JOIN photo AS hint ON image.id IS NULL AND own.id IS NULL AND hint.uuid = member.photo
WHERE member.position IS NOT NULL;

-- What files call their relatives; what earlier versions kept of it as fields that they did not know counts where it is of the present bytes.
ALTER TABLE file ADD COLUMN content_identifier TEXT;
ALTER TABLE file ADD COLUMN burst_id TEXT;
UPDATE file SET
    content_identifier = CASE WHEN extra ->> '$.facts_of' IS lower(hex(substr(sha256, 1, 8))) AND json_type(extra, '$.content_identifier') = 'text' THEN extra ->> '$.content_identifier' END,
    burst_id = CASE WHEN extra ->> '$.facts_of' IS lower(hex(substr(sha256, 1, 8))) AND json_type(extra, '$.burst_id') = 'text' THEN extra ->> '$.burst_id' END,
    extra = nullif(json_remove(extra, '$.content_identifier', '$.burst_id'), '{}')
WHERE json_valid(extra) AND coalesce(json_type(extra, '$.content_identifier'), json_type(extra, '$.burst_id')) IS NOT NULL;

-- Folder and name of the shot that a file is named after, as a number: files of one shot are found by it, and compared then.
ALTER TABLE file ADD COLUMN shot_key INTEGER;
UPDATE file SET shot_key = shot_key(path);

-- The SHA-256 of what was said since the index of a session was written (session_<n>.said.jsonl), as it was merged or written last.
ALTER TABLE session ADD COLUMN said_sha256 TEXT;

-- How an image looks, read from its hotpreview (docs/likeness.md): the version of the recipe, and 32 bytes; NULL where it has no structure.
-- A cache: it stands in no index.
CREATE TABLE likeness (
    image_id INTEGER PRIMARY KEY REFERENCES image (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    hash BLOB
) STRICT;

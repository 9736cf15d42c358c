-- The catalog, version 1. Digests are BLOBs (32 or 16 bytes), times are ISO 8601 texts in UTC except taken_at (the camera's
-- local time) and mtime (100 ns since the year 1, UTC). "pending" lists the columns that were edited here and stand in no index
-- yet; "dirty" says that an index has to be written. "extra" keeps fields of an index that this version does not know.
-- Ids that users and their objects hold are never given out again: a merge may forget a row between their naming it and its use.

CREATE TABLE catalog_info (
    uuid TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE storage (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL COLLATE NOCASE UNIQUE,
    description TEXT,
    directory_name TEXT NOT NULL,
    base_path TEXT NOT NULL,
    created_at TEXT NOT NULL,
    last_scan TEXT,
    is_active INTEGER NOT NULL DEFAULT 1,
    retired INTEGER NOT NULL DEFAULT 0,
    last_session_number INTEGER NOT NULL DEFAULT 0,
    revision INTEGER NOT NULL DEFAULT 0,
    writer TEXT,
    index_sha256 TEXT,
    dirty INTEGER NOT NULL DEFAULT 0,
    pending TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE author (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    email TEXT NOT NULL DEFAULT '',
    UNIQUE (name, email)
) STRICT;

CREATE TABLE session (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid TEXT NOT NULL,
    storage_id INTEGER NOT NULL REFERENCES storage (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    title TEXT NOT NULL,
    description TEXT,
    imported_at TEXT NOT NULL,
    author_id INTEGER REFERENCES author (id),
    source_path TEXT,
    in_place INTEGER NOT NULL DEFAULT 0,
    status TEXT NOT NULL,
    source_files INTEGER NOT NULL DEFAULT 0,
    imported INTEGER NOT NULL DEFAULT 0,
    duplicate INTEGER NOT NULL DEFAULT 0,
    variant INTEGER NOT NULL DEFAULT 0,
    companion INTEGER NOT NULL DEFAULT 0,
    skipped INTEGER NOT NULL DEFAULT 0,
    still_changing INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    bytes INTEGER NOT NULL DEFAULT 0,
    duration_seconds REAL NOT NULL DEFAULT 0,
    revision INTEGER NOT NULL DEFAULT 0,
    writer TEXT,
    index_sha256 TEXT,
    dirty INTEGER NOT NULL DEFAULT 0,
    pending TEXT NOT NULL DEFAULT '',
    extra TEXT,
    refused INTEGER NOT NULL DEFAULT 0, -- entries of its index whose paths another session has; looked at again by every merge
    UNIQUE (storage_id, uuid),
    UNIQUE (storage_id, number)
) STRICT;

-- What must not come back by a merge.
CREATE TABLE removed_session (
    storage_id INTEGER NOT NULL REFERENCES storage (id) ON DELETE CASCADE,
    uuid TEXT NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (storage_id, uuid)
) STRICT, WITHOUT ROWID;

CREATE TABLE removed_file (
    session_id INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    sha256 BLOB NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (session_id, path, sha256)
) STRICT, WITHOUT ROWID;

CREATE TABLE photo (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    title TEXT,
    description TEXT,
    rating INTEGER CHECK (rating BETWEEN 0 AND 5),
    author TEXT,
    location TEXT,
    taken_at_override TEXT,
    revision INTEGER NOT NULL,
    writer TEXT NOT NULL,
    dirty INTEGER NOT NULL DEFAULT 0,
    extra TEXT
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

-- Width and height belong to the identity: two drawn images of different sizes can share a hothash. Unknown is 0.
CREATE TABLE image (
    id INTEGER PRIMARY KEY,
    hothash BLOB NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    scheme TEXT NOT NULL,
    photo_id INTEGER NOT NULL REFERENCES photo (id),
    is_primary INTEGER NOT NULL DEFAULT 1,
    primary_revision INTEGER NOT NULL DEFAULT 0, -- of the photo block that said so
    UNIQUE (hothash, width, height)
) STRICT;
CREATE INDEX image_photo ON image (photo_id);

-- The photos of an image that has several, because catalogs that had not met made one each. image.photo_id is the highest of
-- them, repeated here as shown_id; what it leaves open the others say.
CREATE TABLE photo_claim (
    image_id INTEGER NOT NULL REFERENCES image (id) ON DELETE CASCADE,
    photo_id INTEGER NOT NULL REFERENCES photo (id),
    shown_id INTEGER NOT NULL REFERENCES photo (id),
    is_primary INTEGER NOT NULL,
    primary_revision INTEGER NOT NULL,
    PRIMARY KEY (image_id, photo_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX photo_claim_photo ON photo_claim (photo_id);
CREATE INDEX photo_claim_shown ON photo_claim (shown_id);

CREATE VIEW other_photo AS
SELECT DISTINCT photo_claim.shown_id, photo.* FROM photo_claim JOIN photo ON photo.id = photo_claim.photo_id
WHERE photo_claim.photo_id <> photo_claim.shown_id;

-- Photos as they are shown: the gaps filled from the others, highest first.
CREATE VIEW shown_photo AS
SELECT photo.id, photo.uuid,
    coalesce(photo.title, (SELECT title FROM other_photo WHERE shown_id = photo.id AND title IS NOT NULL ORDER BY revision DESC, writer DESC, uuid DESC LIMIT 1)) AS title,
    coalesce(photo.description, (SELECT description FROM other_photo WHERE shown_id = photo.id AND description IS NOT NULL ORDER BY revision DESC, writer DESC, uuid DESC LIMIT 1)) AS description,
    coalesce(photo.rating, (SELECT rating FROM other_photo WHERE shown_id = photo.id AND rating IS NOT NULL ORDER BY revision DESC, writer DESC, uuid DESC LIMIT 1)) AS rating,
    coalesce(photo.author, (SELECT author FROM other_photo WHERE shown_id = photo.id AND author IS NOT NULL ORDER BY revision DESC, writer DESC, uuid DESC LIMIT 1)) AS author,
    coalesce(photo.location, (SELECT location FROM other_photo WHERE shown_id = photo.id AND location IS NOT NULL ORDER BY revision DESC, writer DESC, uuid DESC LIMIT 1)) AS location,
    coalesce(photo.taken_at_override, (SELECT taken_at_override FROM other_photo WHERE shown_id = photo.id AND taken_at_override IS NOT NULL ORDER BY revision DESC, writer DESC, uuid DESC LIMIT 1)) AS taken_at_override
FROM photo WHERE EXISTS (SELECT 1 FROM image WHERE image.photo_id = photo.id);

-- The tags of a photo as it is shown: its own and those of the others.
CREATE VIEW shown_tag AS
SELECT photo_id, tag_id FROM photo_tag
UNION SELECT photo_claim.shown_id, photo_tag.tag_id FROM photo_claim JOIN photo_tag ON photo_tag.photo_id = photo_claim.photo_id;

CREATE TABLE file (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    image_id INTEGER NOT NULL REFERENCES image (id),
    storage_id INTEGER NOT NULL REFERENCES storage (id) ON DELETE CASCADE,
    session_id INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    path_key TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    mtime INTEGER,
    fingerprint BLOB,
    state TEXT NOT NULL,
    missing_since TEXT,
    last_verified TEXT,
    has_hotpreview INTEGER NOT NULL DEFAULT 0,
    format TEXT,
    mime_type TEXT,
    orientation INTEGER,
    taken_at TEXT,
    created_at TEXT,
    original_filename TEXT,
    original_path TEXT,
    camera_make TEXT,
    camera_model TEXT,
    lens_model TEXT,
    iso INTEGER,
    aperture REAL,
    exposure_time REAL,
    focal_length REAL,
    gps_latitude REAL,
    gps_longitude REAL,
    gps_altitude REAL,
    former_hothashes TEXT,
    previous TEXT,
    extra TEXT,
    UNIQUE (storage_id, path)
) STRICT;
CREATE INDEX file_image ON file (image_id);
CREATE INDEX file_session ON file (session_id);

CREATE TABLE companion (
    id INTEGER PRIMARY KEY,
    file_id INTEGER NOT NULL REFERENCES file (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    path_key TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    kind TEXT NOT NULL,
    extra TEXT
) STRICT;
CREATE INDEX companion_file ON companion (file_id);

-- rowid is photo.id
CREATE VIRTUAL TABLE photo_text USING fts5 (
    title, description, location, author, tags, names, camera,
    content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);

-- Indexes that finding and linking need and nothing else: a load of very many files does without them until its end (BulkLoad).
CREATE INDEX IF NOT EXISTS file_path_key ON file (storage_id, path_key);
-- By bytes, with all that tells whether a copy is one: how the copies of all files lie is read from here alone.
CREATE INDEX IF NOT EXISTS file_bytes ON file (sha256, storage_id, state, last_verified, linked_since);
CREATE INDEX IF NOT EXISTS file_size ON file (size, fingerprint);
CREATE INDEX IF NOT EXISTS file_original_filename ON file (original_filename);
CREATE INDEX IF NOT EXISTS file_taken_local ON file (taken_local);
CREATE INDEX IF NOT EXISTS file_format ON file (format);
CREATE INDEX IF NOT EXISTS file_missing ON file (state) WHERE state = 'Missing';
CREATE INDEX IF NOT EXISTS companion_path_key ON companion (path_key);
CREATE INDEX IF NOT EXISTS companion_sha256 ON companion (sha256);
CREATE INDEX IF NOT EXISTS photo_tag_tag ON photo_tag (tag_id);
CREATE INDEX IF NOT EXISTS photo_person_person ON photo_person (person_id);
CREATE INDEX IF NOT EXISTS file_shot_key ON file (shot_key, image_id);
CREATE INDEX IF NOT EXISTS file_content_identifier ON file (content_identifier COLLATE NOCASE) WHERE content_identifier IS NOT NULL;
CREATE INDEX IF NOT EXISTS file_burst_id ON file (burst_id COLLATE NOCASE) WHERE burst_id IS NOT NULL;
-- Photos in the order of time, with what is small and asked of many: a filter and a timeline read this and not the rows, which are four times as large.
CREATE INDEX IF NOT EXISTS photo_time ON photo (taken, hidden, taken_edtf, rating, flag, favorite, camera_id, lens_id, iso, aperture, exposure_time, focal_length, format, place_cell, width, height);
CREATE INDEX IF NOT EXISTS photo_camera_id ON photo (camera_id);
CREATE INDEX IF NOT EXISTS photo_lens ON photo (lens_id);
CREATE INDEX IF NOT EXISTS photo_rating ON photo (rating, taken);
CREATE INDEX IF NOT EXISTS photo_flagged ON photo (flag) WHERE flag IS NOT NULL;
CREATE INDEX IF NOT EXISTS photo_label ON photo (label);
CREATE INDEX IF NOT EXISTS photo_favorite ON photo (favorite) WHERE favorite = 1;
CREATE INDEX IF NOT EXISTS photo_hidden ON photo (hidden) WHERE hidden = 1;
CREATE INDEX IF NOT EXISTS photo_author ON photo (author);
CREATE INDEX IF NOT EXISTS photo_format ON photo (format);
CREATE INDEX IF NOT EXISTS photo_position ON photo (place_cell, latitude, longitude);

-- Indexes that a catalog of an earlier version has, and nothing needs any more.
DROP INDEX IF EXISTS file_sha256;
DROP INDEX IF EXISTS photo_taken;
DROP INDEX IF EXISTS photo_month;
DROP INDEX IF EXISTS photo_camera;
DROP INDEX IF EXISTS photo_iso;
DROP INDEX IF EXISTS photo_aperture;
DROP INDEX IF EXISTS photo_exposure_time;
DROP INDEX IF EXISTS photo_focal_length;
DROP INDEX IF EXISTS photo_flag;
DROP INDEX IF EXISTS photo_place;

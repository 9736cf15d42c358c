-- Indexes that finding and linking need and nothing else: a load of very many files does without them until its end (BulkLoad).
CREATE INDEX IF NOT EXISTS file_path_key ON file (storage_id, path_key);
CREATE INDEX IF NOT EXISTS file_sha256 ON file (sha256);
CREATE INDEX IF NOT EXISTS file_size ON file (size, fingerprint);
CREATE INDEX IF NOT EXISTS file_original_filename ON file (original_filename);
CREATE INDEX IF NOT EXISTS file_taken_local ON file (taken_local);
CREATE INDEX IF NOT EXISTS companion_path_key ON companion (path_key);
CREATE INDEX IF NOT EXISTS companion_sha256 ON companion (sha256);
CREATE INDEX IF NOT EXISTS photo_tag_tag ON photo_tag (tag_id);
CREATE INDEX IF NOT EXISTS photo_person_person ON photo_person (person_id);
CREATE INDEX IF NOT EXISTS file_shot_key ON file (shot_key, image_id);
CREATE INDEX IF NOT EXISTS file_content_identifier ON file (content_identifier COLLATE NOCASE) WHERE content_identifier IS NOT NULL;
CREATE INDEX IF NOT EXISTS file_burst_id ON file (burst_id COLLATE NOCASE) WHERE burst_id IS NOT NULL;

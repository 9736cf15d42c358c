-- The catalog, version 8: a replica knows which removals of its source it has followed.

-- The removal in the source: the file may have lain elsewhere there, and whoever counted bytes or paths took twins for each other. NULL where none, or where it is not known.
ALTER TABLE removed_file ADD COLUMN followed_path TEXT;
ALTER TABLE removed_file ADD COLUMN followed_revision INTEGER;

-- The catalog, version 8: a replica knows which removals of its source it has followed, and a statement which versions of others gave way to it.

-- The removal in the source: the file may have lain elsewhere there, and whoever counted bytes or paths took twins for each other. NULL where none, or where it is not known.
ALTER TABLE removed_file ADD COLUMN followed_path TEXT;
ALTER TABLE removed_file ADD COLUMN followed_revision INTEGER;

-- The versions of other writers that are known to have given way to it, so that whoever meets one can tell whether the two knew of each other: as in the index. NULL where none is known.
ALTER TABLE statement ADD COLUMN gave_way TEXT;
ALTER TABLE waiting_statement ADD COLUMN gave_way TEXT;

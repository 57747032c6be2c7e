-- The rooms that everybody may enter, without those that people have among themselves.
CREATE INDEX rooms_open ON rooms (id) WHERE kind = 0 AND archived_at IS NULL;

-- Links that make somebody a member of a room. Only the hash of a code is kept: whoever reads
-- this table cannot join with it.
CREATE TABLE room_invites (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    room_id     INTEGER NOT NULL REFERENCES rooms (id),
    code_hash   BLOB    NOT NULL UNIQUE,
    ending      TEXT    NOT NULL,
    created_by  INTEGER NOT NULL REFERENCES users (id),
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    uses        INTEGER NOT NULL CHECK (uses > 0),
    used        INTEGER NOT NULL DEFAULT 0 CHECK (used BETWEEN 0 AND uses)
) STRICT;
CREATE INDEX room_invites_by_room ON room_invites (room_id, id);

-- The order of the directory: rooms in use by name, then the archived ones.
CREATE INDEX rooms_in_directory ON rooms (archived_at IS NOT NULL, name COLLATE NOCASE, id);

-- Messages can be edited and deleted. A deleted one keeps its place and loses its text.
ALTER TABLE messages ADD COLUMN edited_at INTEGER;
ALTER TABLE messages ADD COLUMN deleted_at INTEGER;

-- Every event of a room but the posting of a message, which is the message's own row. Together
-- they are the room's sequence. `kind` is the number of the variant of `RoomEvent`.
CREATE TABLE events (
    room_id     INTEGER NOT NULL REFERENCES rooms (id),
    seq         INTEGER NOT NULL,
    kind        INTEGER NOT NULL,
    actor       INTEGER NOT NULL REFERENCES users (id),
    at          INTEGER NOT NULL,
    nonce       BLOB    NOT NULL,
    -- The message it changed.
    message     INTEGER,
    -- Of an edit: what the message said before, until the message is deleted.
    body        TEXT,
    PRIMARY KEY (room_id, seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX events_by_nonce ON events (actor, nonce);
CREATE INDEX events_of_message ON events (room_id, message, seq) WHERE message IS NOT NULL;

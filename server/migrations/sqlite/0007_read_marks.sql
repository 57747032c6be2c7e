-- A room knows how many messages were posted in it, and each message which of them it is. So
-- what is unread is a difference of two places, however long the history is.
ALTER TABLE rooms ADD COLUMN messages INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN ordinal INTEGER NOT NULL DEFAULT 0;
UPDATE messages SET ordinal = counted.ordinal FROM (
    SELECT room_id, seq, row_number() OVER (PARTITION BY room_id ORDER BY seq) AS ordinal
    FROM messages
) AS counted
WHERE messages.room_id = counted.room_id AND messages.seq = counted.seq;
UPDATE rooms SET messages = (SELECT count(*) FROM messages WHERE room_id = rooms.id);

-- How far a member has read: one mark for all their devices. `read` only moves forward; `again`
-- is where they asked for reading to begin again. Of two marks the higher revision is newer.
ALTER TABLE members ADD COLUMN read_seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN read_messages INTEGER NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN again_seq INTEGER;
ALTER TABLE members ADD COLUMN again_messages INTEGER;
ALTER TABLE members ADD COLUMN read_revision INTEGER NOT NULL DEFAULT 0;

-- Nobody comes back to a house where everything is unread.
UPDATE members SET (read_seq, read_messages) =
    (SELECT last_seq, messages FROM rooms WHERE id = members.room_id);

DROP TRIGGER users_come_in;
CREATE TRIGGER users_come_in AFTER INSERT ON users BEGIN
    INSERT INTO members (room_id, user_id, role, read_seq, read_messages)
    SELECT id, NEW.id, 0, last_seq, messages FROM rooms
    WHERE is_default AND archived_at IS NULL;
END;

-- Whom a message mentions, as it reads now.
CREATE TABLE mentions (
    user_id     INTEGER NOT NULL REFERENCES users (id),
    room_id     INTEGER NOT NULL REFERENCES rooms (id),
    seq         INTEGER NOT NULL,
    PRIMARY KEY (user_id, room_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX mentions_of_message ON mentions (room_id, seq);

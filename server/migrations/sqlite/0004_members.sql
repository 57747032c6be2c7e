-- Rooms have kinds and members. The numbers are those of the variants in the protocol.
ALTER TABLE rooms ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rooms ADD COLUMN topic TEXT NOT NULL DEFAULT '';
ALTER TABLE rooms ADD COLUMN writers INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rooms ADD COLUMN archived_at INTEGER;

-- Whoever comes into the house is a member of these from the start, so no event tells of it.
ALTER TABLE rooms ADD COLUMN is_default INTEGER NOT NULL DEFAULT 0;
UPDATE rooms SET is_default = 1
WHERE id = (SELECT min(id) FROM rooms WHERE created_by IS NULL);

CREATE TABLE members (
    room_id     INTEGER NOT NULL REFERENCES rooms (id),
    user_id     INTEGER NOT NULL REFERENCES users (id),
    role        INTEGER NOT NULL,
    PRIMARY KEY (room_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_by_user ON members (user_id, room_id);

-- Who is kept out, until when; for good without a time.
CREATE TABLE bans (
    room_id     INTEGER NOT NULL REFERENCES rooms (id),
    user_id     INTEGER NOT NULL REFERENCES users (id),
    until       INTEGER,
    PRIMARY KEY (room_id, user_id)
) STRICT, WITHOUT ROWID;

-- Two people have one direct room, whoever of them opens it.
CREATE TABLE directs (
    low         INTEGER NOT NULL REFERENCES users (id),
    high        INTEGER NOT NULL REFERENCES users (id),
    room_id     INTEGER NOT NULL REFERENCES rooms (id),
    PRIMARY KEY (low, high),
    CHECK (low < high)
) STRICT, WITHOUT ROWID;

-- Until now whoever opened a room owned it, and everybody could write: they stay what they were.
INSERT INTO members (room_id, user_id, role)
SELECT id, created_by, 2 FROM rooms WHERE created_by IS NOT NULL;
INSERT OR IGNORE INTO members (room_id, user_id, role)
SELECT DISTINCT room_id, author, 0 FROM messages;
INSERT OR IGNORE INTO members (room_id, user_id, role)
SELECT r.id, u.id, 0 FROM rooms r, users u WHERE r.is_default;

CREATE TRIGGER users_come_in AFTER INSERT ON users BEGIN
    INSERT INTO members (room_id, user_id, role)
    SELECT id, NEW.id, 0 FROM rooms WHERE is_default AND archived_at IS NULL;
END;

-- One row, written once: what this database is.
CREATE TABLE house (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    created_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE users (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT    NOT NULL,
    created_at  INTEGER NOT NULL
) STRICT;

-- Only the hash of a token is kept: whoever reads this table cannot sign in with it.
CREATE TABLE sessions (
    token_hash  BLOB    PRIMARY KEY,
    user_id     INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- `last_seq` is the head of the room's sequence. It moves in the transaction that stores the
-- event, so the sequence has no holes. `epoch` names this history of it.
CREATE TABLE rooms (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT    NOT NULL,
    epoch       INTEGER NOT NULL,
    last_seq    INTEGER NOT NULL DEFAULT 0,
    created_by  INTEGER REFERENCES users (id),
    created_at  INTEGER NOT NULL
) STRICT;

-- A message is identified in its room by the place of the event that posted it.
CREATE TABLE messages (
    room_id     INTEGER NOT NULL REFERENCES rooms (id),
    seq         INTEGER NOT NULL,
    author      INTEGER NOT NULL REFERENCES users (id),
    at          INTEGER NOT NULL,
    nonce       BLOB    NOT NULL,
    text        TEXT    NOT NULL,
    PRIMARY KEY (room_id, seq)
) STRICT, WITHOUT ROWID;

-- Kept as long as the message: sending the same command again finds the first.
CREATE UNIQUE INDEX messages_by_nonce ON messages (author, nonce);

INSERT INTO house (id, created_at) VALUES (1, unixepoch());

-- A newcomer finds a room to talk in.
INSERT INTO rooms (name, epoch, created_at)
VALUES ('front-hall 大堂', abs(random()), unixepoch());

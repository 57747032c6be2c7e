-- A person is a guest, or an account: then they have a handle and a password. The handle is
-- stored in lower case, so the plain index makes it unique whatever the case it is typed in.
-- `password` is a hash with its parameters and its salt (a PHC string).
ALTER TABLE users ADD COLUMN handle TEXT;
ALTER TABLE users ADD COLUMN password TEXT CHECK ((handle IS NULL) = (password IS NULL));
ALTER TABLE users ADD COLUMN is_owner INTEGER NOT NULL DEFAULT 0 CHECK (is_owner IN (0, 1));
CREATE UNIQUE INDEX users_by_handle ON users (handle) WHERE handle IS NOT NULL;

-- One house, one owner: of two who set it up at the same moment, one is refused.
CREATE UNIQUE INDEX users_one_owner ON users (is_owner) WHERE is_owner = 1;

-- What the owner decides. The name is unknown until then.
ALTER TABLE house ADD COLUMN name TEXT;
ALTER TABLE house ADD COLUMN guests INTEGER NOT NULL DEFAULT 1 CHECK (guests IN (0, 1));
ALTER TABLE house ADD COLUMN sign_up TEXT NOT NULL DEFAULT 'open'
    CHECK (sign_up IN ('open', 'invited', 'closed'));

-- Sessions get a public id, by which their owner can end them, and what that owner needs to
-- recognise them: the browser and the system, and when they were last used.
CREATE TABLE sessions_2 (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    token_hash    BLOB    NOT NULL UNIQUE,
    user_id       INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    browser       TEXT,
    system        TEXT,
    created_at    INTEGER NOT NULL,
    last_seen_at  INTEGER NOT NULL,
    expires_at    INTEGER NOT NULL
) STRICT;
INSERT INTO sessions_2 (token_hash, user_id, created_at, last_seen_at, expires_at)
SELECT token_hash, user_id, created_at, created_at, expires_at FROM sessions ORDER BY created_at;
DROP TABLE sessions;
ALTER TABLE sessions_2 RENAME TO sessions;
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- Links that let somebody sign up where that needs one. Only the hash of the code is kept.
CREATE TABLE house_invites (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    code_hash   BLOB    NOT NULL UNIQUE,
    ending      TEXT    NOT NULL,
    created_by  INTEGER NOT NULL REFERENCES users (id),
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    uses        INTEGER NOT NULL CHECK (uses > 0),
    used        INTEGER NOT NULL DEFAULT 0 CHECK (used BETWEEN 0 AND uses)
) STRICT;

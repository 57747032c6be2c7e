-- A bot is a person with an owner. What opens the house to it is a session like any other, whose
-- token begins with a word of its own, so ending that session ends the bot's links.
CREATE TABLE bots (
    user_id     INTEGER PRIMARY KEY REFERENCES users (id),
    owner_id    INTEGER NOT NULL REFERENCES users (id),
    -- The last characters of its token, to tell bots apart.
    ending      TEXT    NOT NULL,
    expires_at  INTEGER NOT NULL,
    revoked_at  INTEGER
) STRICT;
CREATE INDEX bots_by_owner ON bots (owner_id) WHERE revoked_at IS NULL;

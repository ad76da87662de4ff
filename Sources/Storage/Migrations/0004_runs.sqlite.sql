-- Runs of a language model: the journal of one that isn't finished, and what models cost.

-- The steps of a conversation's unfinished run, so that whoever goes on with it takes none twice. They go with the
-- commit.
CREATE TABLE run_journal (
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    number INTEGER NOT NULL CHECK (number > 0),
    workspace_id TEXT NOT NULL,
    -- Of the claim that took the step.
    epoch INTEGER NOT NULL,
    step TEXT NOT NULL,
    PRIMARY KEY (conversation_id, number)
) STRICT, WITHOUT ROWID;
-- The conversations with a journal, for the sweep.
CREATE INDEX run_journal_begun ON run_journal (workspace_id, conversation_id) WHERE number = 1;

-- Money is in millionths of a dollar. A day begins at midnight UTC.
CREATE TABLE model_spending (
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    day TEXT NOT NULL CHECK (substr(day, 12) = '00:00:00.000000Z'),
    model TEXT NOT NULL,
    requests INTEGER NOT NULL CHECK (requests >= 0),
    input_tokens INTEGER NOT NULL CHECK (input_tokens >= 0),
    output_tokens INTEGER NOT NULL CHECK (output_tokens >= 0),
    micro_usd INTEGER NOT NULL CHECK (micro_usd >= 0),
    PRIMARY KEY (workspace_id, day, model)
) STRICT, WITHOUT ROWID;

CREATE TABLE conversation_spending (
    conversation_id TEXT PRIMARY KEY REFERENCES conversations (id),
    workspace_id TEXT NOT NULL,
    requests INTEGER NOT NULL CHECK (requests >= 0),
    input_tokens INTEGER NOT NULL CHECK (input_tokens >= 0),
    output_tokens INTEGER NOT NULL CHECK (output_tokens >= 0),
    micro_usd INTEGER NOT NULL CHECK (micro_usd >= 0)
) STRICT, WITHOUT ROWID;

-- The most that calls under way may cost. One that was never settled counts until it expires.
CREATE TABLE spending_reservations (
    id TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    -- Without one where the desk doesn't keep the conversation, such as one in a terminal.
    conversation_id TEXT REFERENCES conversations (id),
    micro_usd INTEGER NOT NULL CHECK (micro_usd >= 0),
    expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
-- What is reserved, and what has expired.
CREATE INDEX spending_reservations_expiry ON spending_reservations (workspace_id, expires_at);
CREATE INDEX spending_reservations_conversation ON spending_reservations (conversation_id);

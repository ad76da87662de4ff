-- Runs of a language model: the journal of one that isn't finished, and what models cost.

-- The steps of a conversation's unfinished run, so that whoever goes on with it takes none twice. They go with the
-- commit. A step is read as it was written, never searched: json keeps its text, which jsonb would change.
CREATE TABLE run_journal (
    conversation_id uuid NOT NULL REFERENCES conversations (id),
    number integer NOT NULL CHECK (number > 0),
    workspace_id uuid NOT NULL,
    -- Of the claim that took the step.
    epoch bigint NOT NULL,
    step json NOT NULL,
    PRIMARY KEY (conversation_id, number)
) WITH (autovacuum_vacuum_scale_factor = 0.05);
-- The conversations with a journal, for the sweep.
CREATE INDEX run_journal_begun ON run_journal (workspace_id, conversation_id) WHERE number = 1;

-- Money is in millionths of a dollar. A day begins at midnight UTC.
CREATE TABLE model_spending (
    workspace_id uuid NOT NULL REFERENCES workspaces (id),
    day timestamptz NOT NULL CHECK (extract(epoch FROM day) % 86400 = 0),
    model text NOT NULL,
    requests bigint NOT NULL CHECK (requests >= 0),
    input_tokens bigint NOT NULL CHECK (input_tokens >= 0),
    output_tokens bigint NOT NULL CHECK (output_tokens >= 0),
    micro_usd bigint NOT NULL CHECK (micro_usd >= 0),
    PRIMARY KEY (workspace_id, day, model)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

CREATE TABLE conversation_spending (
    conversation_id uuid PRIMARY KEY REFERENCES conversations (id),
    workspace_id uuid NOT NULL,
    requests bigint NOT NULL CHECK (requests >= 0),
    input_tokens bigint NOT NULL CHECK (input_tokens >= 0),
    output_tokens bigint NOT NULL CHECK (output_tokens >= 0),
    micro_usd bigint NOT NULL CHECK (micro_usd >= 0)
) WITH (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.05);

-- The most that calls under way may cost. One that was never settled counts until it expires.
CREATE TABLE spending_reservations (
    id uuid PRIMARY KEY,
    workspace_id uuid NOT NULL REFERENCES workspaces (id),
    -- Without one where the desk doesn't keep the conversation, such as one in a terminal.
    conversation_id uuid REFERENCES conversations (id),
    micro_usd bigint NOT NULL CHECK (micro_usd >= 0),
    expires_at timestamptz NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
-- What is reserved, and what has expired.
CREATE INDEX spending_reservations_expiry ON spending_reservations (workspace_id, expires_at);
CREATE INDEX spending_reservations_conversation ON spending_reservations (conversation_id);

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['run_journal', 'model_spending', 'conversation_spending', 'spending_reservations'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format(
            'CREATE POLICY workspace ON %I USING ('
            || 'workspace_id = NULLIF(NULLIF(current_setting(''fte.workspace'', true), ''''), ''*'')::uuid)', name);
        EXECUTE format(
            'CREATE POLICY maintenance ON %I TO CURRENT_ROLE USING ('
            || 'current_setting(''fte.workspace'', true) = ''*'')', name);
    END LOOP;
END
$$;

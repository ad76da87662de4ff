-- The first schema: customers, conversations, tickets, the queue and what an answer leaves behind.
--
-- Hot rows (conversations, claims, workers, tickets, inbound) leave room on their pages, so that an update which
-- touches no indexed column stays on its page (HOT), and are vacuumed after fewer changes than the server's default.
-- Each foreign key has an index on its own side, since retention deletes what it refers to.

CREATE TABLE workspaces (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE TABLE customers (
    id uuid PRIMARY KEY,
    workspace_id uuid NOT NULL REFERENCES workspaces (id),
    email text,
    phone text,
    name text,
    created_at timestamptz NOT NULL,
    metadata jsonb NOT NULL DEFAULT '{}'
);
-- An email address is the primary key of a person.
CREATE UNIQUE INDEX customers_email ON customers (workspace_id, email) WHERE email IS NOT NULL;
CREATE INDEX customers_phone ON customers (workspace_id, phone) WHERE phone IS NOT NULL;

CREATE TABLE customer_identifiers (
    customer_id uuid NOT NULL REFERENCES customers (id),
    identifier_type text NOT NULL CHECK (identifier_type IN ('email', 'phone', 'whatsapp')),
    identifier_value text NOT NULL,
    workspace_id uuid NOT NULL,
    verified boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (customer_id, identifier_type, identifier_value)
);
-- Two people may claim one identifier; one alone has proven it.
CREATE UNIQUE INDEX customer_identifiers_proven
    ON customer_identifiers (workspace_id, identifier_type, identifier_value) WHERE verified;

CREATE TABLE conversations (
    id uuid PRIMARY KEY,
    workspace_id uuid NOT NULL,
    customer_id uuid NOT NULL REFERENCES customers (id),
    initial_channel text NOT NULL CHECK (initial_channel IN ('email', 'whatsapp', 'web_form')),
    identity text NOT NULL CHECK (identity IN ('proven', 'claimed')),
    started_at timestamptz NOT NULL,
    ended_at timestamptz,
    last_message_at timestamptz NOT NULL,
    last_seq integer NOT NULL CHECK (last_seq >= 0),
    status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'escalated', 'closed')),
    sentiment_score double precision,
    resolution_type text,
    escalated_to text,
    metadata jsonb NOT NULL DEFAULT '{}'
) WITH (fillfactor = 75, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX conversations_customer ON conversations (customer_id, started_at);
-- The oldest first, for retention, and the newest, for figures. `last_message_at` has none: it changes with each message.
CREATE INDEX conversations_started ON conversations (workspace_id, started_at, id);

CREATE TABLE messages (
    id uuid PRIMARY KEY,
    workspace_id uuid NOT NULL,
    conversation_id uuid NOT NULL REFERENCES conversations (id),
    seq integer NOT NULL,
    channel text NOT NULL CHECK (channel IN ('email', 'whatsapp', 'web_form')),
    direction text NOT NULL CHECK (direction IN ('inbound', 'outbound')),
    role text NOT NULL CHECK (role IN ('customer', 'agent', 'system', 'human')),
    content text NOT NULL,
    created_at timestamptz NOT NULL,
    tokens_used integer,
    latency_ms integer,
    tool_calls jsonb,
    channel_message_id text,
    delivery_status text NOT NULL DEFAULT 'pending'
        CHECK (delivery_status IN ('pending', 'sent', 'delivered', 'read', 'failed')),
    sentiment_score double precision,
    sentiment_confidence double precision,
    metadata jsonb NOT NULL DEFAULT '{}'
) WITH (fillfactor = 90);
-- The messages of one conversation in order; no place is taken twice.
CREATE UNIQUE INDEX messages_seq ON messages (conversation_id, seq);
-- Figures of the last day, which lies together at the table's end.
CREATE INDEX messages_created ON messages USING brin (created_at) WITH (pages_per_range = 32, autosummarize = on);

CREATE TABLE tickets (
    id uuid PRIMARY KEY,
    public_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    reference text NOT NULL,
    conversation_id uuid NOT NULL REFERENCES conversations (id),
    customer_id uuid NOT NULL REFERENCES customers (id),
    source_channel text NOT NULL CHECK (source_channel IN ('email', 'whatsapp', 'web_form')),
    subject text NOT NULL,
    category text,
    priority text NOT NULL DEFAULT 'medium' CHECK (priority IN ('low', 'medium', 'high', 'urgent')),
    status text NOT NULL DEFAULT 'open'
        CHECK (status IN ('open', 'processing', 'escalated', 'resolved', 'closed')),
    waiting_on text CHECK (waiting_on IN ('agent', 'customer', 'teammate')),
    first_seq integer NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    resolved_at timestamptz,
    resolution_notes text
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
CREATE UNIQUE INDEX tickets_public_id ON tickets (public_id);
CREATE UNIQUE INDEX tickets_reference ON tickets (workspace_id, reference);
-- A conversation has at most one ticket that is not closed.
CREATE UNIQUE INDEX tickets_open ON tickets (conversation_id) WHERE status <> 'closed';
CREATE INDEX tickets_conversation ON tickets (conversation_id, created_at);
CREATE INDEX tickets_customer ON tickets (customer_id);
-- Lists of tickets by status, the last changed first.
CREATE INDEX tickets_updated ON tickets (workspace_id, updated_at, id);

-- Every message that came in, once, and how far its answer is.
CREATE TABLE inbound (
    id uuid PRIMARY KEY,
    workspace_id uuid NOT NULL,
    channel text NOT NULL CHECK (channel IN ('email', 'whatsapp', 'web_form')),
    account text NOT NULL,
    channel_message_id text NOT NULL,
    digest text NOT NULL,
    conversation_id uuid NOT NULL REFERENCES conversations (id),
    ticket_id uuid REFERENCES tickets (id),
    message_id uuid NOT NULL REFERENCES messages (id),
    seq integer NOT NULL,
    sender_name text,
    sender_email text,
    sender_phone text,
    subject text,
    category text,
    thread_id text,
    metadata jsonb NOT NULL DEFAULT '{}',
    state text NOT NULL CHECK (state IN ('pending', 'done', 'dead', 'with_teammate')),
    tries integer NOT NULL DEFAULT 0,
    first_failed_at timestamptz,
    failure text,
    cut_offs integer NOT NULL DEFAULT 0,
    crashes integer NOT NULL DEFAULT 0,
    received_at timestamptz NOT NULL,
    done_at timestamptz
) WITH (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.05);
-- The same provider message again changes nothing.
CREATE UNIQUE INDEX inbound_once ON inbound (workspace_id, channel, account, channel_message_id);
-- A conversation's messages in their order.
CREATE INDEX inbound_conversation ON inbound (conversation_id, seq);
-- What waits, counted for the backlog and looked through for what was forgotten.
CREATE INDEX inbound_waiting ON inbound (workspace_id, received_at) WHERE state = 'pending';
-- The newest waits, for the estimate a sender is given.
CREATE INDEX inbound_done ON inbound (workspace_id, done_at) WHERE state = 'done';
CREATE INDEX inbound_message ON inbound (message_id);
CREATE INDEX inbound_ticket ON inbound (ticket_id);

-- One row an answered inbound message: it has one answer, whatever happens.
CREATE TABLE answer_inputs (
    inbound_id uuid PRIMARY KEY REFERENCES inbound (id),
    workspace_id uuid NOT NULL,
    message_id uuid NOT NULL REFERENCES messages (id)
);
CREATE INDEX answer_inputs_message ON answer_inputs (message_id);

-- What the desk said about one inbound message besides its answer, each kind once.
CREATE TABLE notices (
    inbound_id uuid NOT NULL REFERENCES inbound (id),
    kind text NOT NULL,
    workspace_id uuid NOT NULL,
    message_id uuid NOT NULL REFERENCES messages (id),
    created_at timestamptz NOT NULL,
    PRIMARY KEY (inbound_id, kind)
);
CREATE INDEX notices_message ON notices (message_id);

-- Processes that answer. A row goes only with everything its worker holds.
CREATE TABLE workers (
    id text PRIMARY KEY,
    workspace_id uuid NOT NULL,
    started_at timestamptz NOT NULL,
    heartbeat_at timestamptz NOT NULL
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 200);

-- Who works on a conversation. The epoch only grows; a write under an older one fails.
CREATE TABLE claims (
    conversation_id uuid PRIMARY KEY REFERENCES conversations (id),
    workspace_id uuid NOT NULL,
    epoch bigint NOT NULL DEFAULT 0,
    owner text REFERENCES workers (id),
    is_alone boolean NOT NULL DEFAULT false,
    claimed_at timestamptz,
    through_seq integer,
    held_by text,
    is_suspect boolean NOT NULL DEFAULT false,
    ready_at timestamptz,
    rank_at timestamptz
) WITH (
    fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000,
    autovacuum_analyze_scale_factor = 0.05
);
-- The next conversations to claim.
CREATE INDEX claims_ready ON claims (workspace_id, is_suspect, rank_at, conversation_id)
    WHERE owner IS NULL AND held_by IS NULL AND ready_at IS NOT NULL;
-- What a worker holds.
CREATE INDEX claims_owner ON claims (owner) WHERE owner IS NOT NULL;

CREATE TABLE escalations (
    id uuid PRIMARY KEY,
    workspace_id uuid NOT NULL,
    ticket_id uuid NOT NULL REFERENCES tickets (id),
    conversation_id uuid NOT NULL REFERENCES conversations (id),
    inbound_id uuid NOT NULL REFERENCES inbound (id),
    reason text NOT NULL,
    urgency text NOT NULL CHECK (urgency IN ('low', 'normal', 'high', 'urgent')),
    team text NOT NULL,
    rule text,
    summary text NOT NULL,
    created_at timestamptz NOT NULL,
    taken_by text,
    taken_at timestamptz,
    ended_at timestamptz
);
-- One inbound message asks for a human once.
CREATE UNIQUE INDEX escalations_inbound ON escalations (inbound_id);
CREATE INDEX escalations_ticket ON escalations (ticket_id, created_at);
CREATE INDEX escalations_conversation ON escalations (conversation_id);
CREATE INDEX escalations_created ON escalations (workspace_id, created_at);

-- What is on its way to a customer. An answer on a ticket's page is delivered by the commit that stores it.
CREATE TABLE outbox (
    id uuid PRIMARY KEY,
    workspace_id uuid NOT NULL,
    message_id uuid NOT NULL REFERENCES messages (id),
    conversation_id uuid NOT NULL REFERENCES conversations (id),
    destination text NOT NULL,
    part integer NOT NULL DEFAULT 0,
    state text NOT NULL
        CHECK (state IN ('pending', 'sending', 'delivered', 'cancelled', 'failed', 'unverified')),
    created_at timestamptz NOT NULL,
    delivered_at timestamptz
);
CREATE UNIQUE INDEX outbox_once ON outbox (message_id, destination, part);
CREATE INDEX outbox_conversation ON outbox (conversation_id);

CREATE TABLE dead_letters (
    id uuid PRIMARY KEY,
    workspace_id uuid NOT NULL,
    inbound_id uuid NOT NULL REFERENCES inbound (id),
    conversation_id uuid NOT NULL REFERENCES conversations (id),
    kind text NOT NULL,
    detail text NOT NULL,
    tries integer NOT NULL,
    created_at timestamptz NOT NULL,
    replayed_at timestamptz,
    replayed_by text
);
-- A message is given up on once, until it is tried anew.
CREATE UNIQUE INDEX dead_letters_open ON dead_letters (inbound_id) WHERE replayed_at IS NULL;
CREATE INDEX dead_letters_inbound ON dead_letters (inbound_id);
CREATE INDEX dead_letters_conversation ON dead_letters (conversation_id);
CREATE INDEX dead_letters_created ON dead_letters (workspace_id, created_at, id);

CREATE TABLE sessions (
    conversation_id uuid PRIMARY KEY REFERENCES conversations (id),
    workspace_id uuid NOT NULL,
    session jsonb NOT NULL,
    updated_at timestamptz NOT NULL
) WITH (fillfactor = 80);

CREATE TABLE traces (
    id text PRIMARY KEY,
    workspace_id uuid NOT NULL,
    conversation_id uuid NOT NULL REFERENCES conversations (id),
    started_at timestamptz NOT NULL,
    duration_ms double precision NOT NULL,
    spans jsonb NOT NULL
);
CREATE INDEX traces_conversation ON traces (conversation_id, started_at);
-- Retention. A B-tree, here and below: rows that retention deleted make room for new ones, whose pages a BRIN index
-- would go on taking for old.
CREATE INDEX traces_started ON traces (workspace_id, started_at);

CREATE TABLE agent_metrics (
    id uuid PRIMARY KEY,
    workspace_id uuid NOT NULL,
    metric_name text NOT NULL,
    metric_value double precision NOT NULL,
    channel text,
    dimensions jsonb NOT NULL DEFAULT '{}',
    recorded_at timestamptz NOT NULL
);
CREATE INDEX agent_metrics_recorded ON agent_metrics (workspace_id, recorded_at);

-- What was committed, announced to whoever listens.
CREATE TABLE events (
    id uuid PRIMARY KEY,
    workspace_id uuid NOT NULL,
    topic text NOT NULL,
    key text NOT NULL,
    payload jsonb NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX events_created ON events (workspace_id, created_at);

CREATE TABLE knowledge_base (
    id uuid PRIMARY KEY,
    workspace_id uuid NOT NULL,
    citation text NOT NULL,
    title text NOT NULL,
    heading_path jsonb NOT NULL,
    content text NOT NULL,
    category text,
    position integer NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX knowledge_base_citation ON knowledge_base (workspace_id, citation);

-- Vectors are of pgvector's type where the server has it and we may use it, else plain arrays.
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_available_extensions WHERE name = 'vector') THEN
        BEGIN
            CREATE EXTENSION IF NOT EXISTS vector;
        EXCEPTION WHEN insufficient_privilege THEN
            NULL;
        END;
    END IF;
    IF to_regtype('vector') IS NOT NULL THEN
        ALTER TABLE knowledge_base ADD COLUMN embedding vector;
    ELSE
        ALTER TABLE knowledge_base ADD COLUMN embedding real[];
    END IF;
END
$$;

CREATE TABLE knowledge_state (
    workspace_id uuid PRIMARY KEY REFERENCES workspaces (id),
    generation bigint NOT NULL
);

CREATE TABLE channel_configs (
    workspace_id uuid NOT NULL REFERENCES workspaces (id),
    channel text NOT NULL CHECK (channel IN ('email', 'whatsapp', 'web_form')),
    enabled boolean NOT NULL,
    config jsonb NOT NULL DEFAULT '{}',
    response_template text,
    max_response_length integer NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, channel)
);

CREATE TABLE api_keys (
    id uuid PRIMARY KEY,
    workspace_id uuid NOT NULL REFERENCES workspaces (id),
    name text NOT NULL,
    digest text NOT NULL,
    scopes text NOT NULL,
    created_at timestamptz NOT NULL,
    revoked_at timestamptz
);
CREATE UNIQUE INDEX api_keys_digest ON api_keys (digest);
-- Whether a company has one already.
CREATE INDEX api_keys_workspace ON api_keys (workspace_id);

CREATE TABLE audit_log (
    id uuid PRIMARY KEY,
    workspace_id uuid NOT NULL,
    at timestamptz NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    subject_type text NOT NULL,
    subject_id uuid NOT NULL,
    details jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_log_at ON audit_log (workspace_id, at);

-- A transaction sees the rows of one company: that of the setting fte.workspace. Nobody is above it, not even the
-- tables' owner, who alone may say '*' and sees all: for maintenance.
DO $$
DECLARE
    name text;
    company text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'workspaces', 'customers', 'customer_identifiers', 'conversations', 'messages', 'tickets', 'inbound',
        'answer_inputs', 'notices', 'workers', 'claims', 'escalations', 'outbox', 'dead_letters', 'sessions', 'traces',
        'agent_metrics', 'events', 'knowledge_base', 'knowledge_state', 'channel_configs', 'api_keys', 'audit_log'
    ] LOOP
        company := CASE name WHEN 'workspaces' THEN 'id' ELSE 'workspace_id' END;
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format(
            'CREATE POLICY workspace ON %I USING ('
            || '%I = NULLIF(NULLIF(current_setting(''fte.workspace'', true), ''''), ''*'')::uuid)', name, company);
        EXECUTE format(
            'CREATE POLICY maintenance ON %I TO CURRENT_ROLE USING ('
            || 'current_setting(''fte.workspace'', true) = ''*'')', name);
    END LOOP;
END
$$;

-- The first schema: customers, conversations, tickets, the queue and what an answer leaves behind.
-- Ids are UUIDs in lower case, times RFC 3339 in UTC to the microsecond, flags 0 or 1, JSON is text.

CREATE TABLE workspaces (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE customers (
    id TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    email TEXT,
    phone TEXT,
    name TEXT,
    created_at TEXT NOT NULL,
    metadata TEXT NOT NULL DEFAULT '{}'
) STRICT, WITHOUT ROWID;
-- An email address is the primary key of a person.
CREATE UNIQUE INDEX customers_email ON customers (workspace_id, email) WHERE email IS NOT NULL;
CREATE INDEX customers_phone ON customers (workspace_id, phone) WHERE phone IS NOT NULL;

CREATE TABLE customer_identifiers (
    customer_id TEXT NOT NULL REFERENCES customers (id),
    identifier_type TEXT NOT NULL CHECK (identifier_type IN ('email', 'phone', 'whatsapp')),
    identifier_value TEXT NOT NULL,
    workspace_id TEXT NOT NULL,
    verified INTEGER NOT NULL DEFAULT 0 CHECK (verified IN (0, 1)),
    created_at TEXT NOT NULL,
    PRIMARY KEY (customer_id, identifier_type, identifier_value)
) STRICT, WITHOUT ROWID;
-- Two people may claim one identifier; one alone has proven it.
CREATE UNIQUE INDEX customer_identifiers_proven
    ON customer_identifiers (workspace_id, identifier_type, identifier_value) WHERE verified;

CREATE TABLE conversations (
    id TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL,
    customer_id TEXT NOT NULL REFERENCES customers (id),
    initial_channel TEXT NOT NULL CHECK (initial_channel IN ('email', 'whatsapp', 'web_form')),
    identity TEXT NOT NULL CHECK (identity IN ('proven', 'claimed')),
    started_at TEXT NOT NULL,
    ended_at TEXT,
    last_message_at TEXT NOT NULL,
    last_seq INTEGER NOT NULL CHECK (last_seq >= 0),
    status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'escalated', 'closed')),
    sentiment_score REAL,
    resolution_type TEXT,
    escalated_to TEXT,
    metadata TEXT NOT NULL DEFAULT '{}'
) STRICT, WITHOUT ROWID;
CREATE INDEX conversations_customer ON conversations (customer_id, started_at);
CREATE INDEX conversations_started ON conversations (workspace_id, started_at);

CREATE TABLE messages (
    id TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL,
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    seq INTEGER NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('email', 'whatsapp', 'web_form')),
    direction TEXT NOT NULL CHECK (direction IN ('inbound', 'outbound')),
    role TEXT NOT NULL CHECK (role IN ('customer', 'agent', 'system', 'human')),
    content TEXT NOT NULL,
    created_at TEXT NOT NULL,
    tokens_used INTEGER,
    latency_ms INTEGER,
    tool_calls TEXT,
    channel_message_id TEXT,
    delivery_status TEXT NOT NULL DEFAULT 'pending'
        CHECK (delivery_status IN ('pending', 'sent', 'delivered', 'read', 'failed')),
    sentiment_score REAL,
    sentiment_confidence REAL,
    metadata TEXT NOT NULL DEFAULT '{}'
) STRICT;
-- The messages of one conversation in order; no place is taken twice.
CREATE UNIQUE INDEX messages_seq ON messages (conversation_id, seq);
-- Figures of the last day by channel.
CREATE INDEX messages_created ON messages (workspace_id, created_at);

CREATE TABLE tickets (
    id TEXT PRIMARY KEY,
    public_id TEXT NOT NULL,
    workspace_id TEXT NOT NULL,
    reference TEXT NOT NULL,
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    customer_id TEXT NOT NULL REFERENCES customers (id),
    source_channel TEXT NOT NULL CHECK (source_channel IN ('email', 'whatsapp', 'web_form')),
    subject TEXT NOT NULL,
    category TEXT,
    priority TEXT NOT NULL DEFAULT 'medium' CHECK (priority IN ('low', 'medium', 'high', 'urgent')),
    status TEXT NOT NULL DEFAULT 'open'
        CHECK (status IN ('open', 'processing', 'escalated', 'resolved', 'closed')),
    waiting_on TEXT CHECK (waiting_on IN ('agent', 'customer', 'teammate')),
    first_seq INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    resolved_at TEXT,
    resolution_notes TEXT
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX tickets_public_id ON tickets (public_id);
CREATE UNIQUE INDEX tickets_reference ON tickets (workspace_id, reference);
-- A conversation has at most one ticket that is not closed.
CREATE UNIQUE INDEX tickets_open ON tickets (conversation_id) WHERE status <> 'closed';
CREATE INDEX tickets_conversation ON tickets (conversation_id, created_at);
CREATE INDEX tickets_updated ON tickets (workspace_id, updated_at);

-- Every message that came in, once, and how far its answer is.
CREATE TABLE inbound (
    id TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('email', 'whatsapp', 'web_form')),
    account TEXT NOT NULL,
    channel_message_id TEXT NOT NULL,
    digest TEXT NOT NULL,
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    ticket_id TEXT REFERENCES tickets (id),
    message_id TEXT NOT NULL REFERENCES messages (id),
    seq INTEGER NOT NULL,
    sender_name TEXT,
    sender_email TEXT,
    sender_phone TEXT,
    subject TEXT,
    category TEXT,
    thread_id TEXT,
    metadata TEXT NOT NULL DEFAULT '{}',
    state TEXT NOT NULL CHECK (state IN ('pending', 'done', 'dead', 'with_teammate')),
    tries INTEGER NOT NULL DEFAULT 0,
    first_failed_at TEXT,
    failure TEXT,
    cut_offs INTEGER NOT NULL DEFAULT 0,
    crashes INTEGER NOT NULL DEFAULT 0,
    received_at TEXT NOT NULL,
    done_at TEXT
) STRICT, WITHOUT ROWID;
-- The same provider message again changes nothing.
CREATE UNIQUE INDEX inbound_once ON inbound (workspace_id, channel, account, channel_message_id);
-- What waits, in a conversation's order.
CREATE INDEX inbound_pending ON inbound (conversation_id, seq) WHERE state = 'pending';
-- The newest waits, for the estimate a sender is given.
CREATE INDEX inbound_done ON inbound (workspace_id, done_at) WHERE state = 'done';

-- One row an answered inbound message: it has one answer, whatever happens.
CREATE TABLE answer_inputs (
    inbound_id TEXT PRIMARY KEY REFERENCES inbound (id),
    workspace_id TEXT NOT NULL,
    message_id TEXT NOT NULL REFERENCES messages (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX answer_inputs_message ON answer_inputs (message_id);

-- What the desk said about one inbound message besides its answer, each kind once.
CREATE TABLE notices (
    inbound_id TEXT NOT NULL REFERENCES inbound (id),
    kind TEXT NOT NULL,
    workspace_id TEXT NOT NULL,
    message_id TEXT NOT NULL REFERENCES messages (id),
    created_at TEXT NOT NULL,
    PRIMARY KEY (inbound_id, kind)
) STRICT, WITHOUT ROWID;

-- Processes that answer. A row goes only with everything its worker holds.
CREATE TABLE workers (
    id TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL,
    started_at TEXT NOT NULL,
    heartbeat_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Who works on a conversation. The epoch only grows; a write under an older one fails.
CREATE TABLE claims (
    conversation_id TEXT PRIMARY KEY REFERENCES conversations (id),
    workspace_id TEXT NOT NULL,
    epoch INTEGER NOT NULL DEFAULT 0,
    owner TEXT REFERENCES workers (id),
    is_alone INTEGER NOT NULL DEFAULT 0 CHECK (is_alone IN (0, 1)),
    claimed_at TEXT,
    through_seq INTEGER,
    held_by TEXT,
    is_suspect INTEGER NOT NULL DEFAULT 0 CHECK (is_suspect IN (0, 1)),
    ready_at TEXT,
    rank_at TEXT
) STRICT, WITHOUT ROWID;
-- The next conversations to claim.
CREATE INDEX claims_ready ON claims (is_suspect, rank_at)
    WHERE owner IS NULL AND held_by IS NULL AND ready_at IS NOT NULL;
-- What a dead worker held.
CREATE INDEX claims_owner ON claims (owner) WHERE owner IS NOT NULL;

CREATE TABLE escalations (
    id TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL,
    ticket_id TEXT NOT NULL REFERENCES tickets (id),
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    inbound_id TEXT NOT NULL REFERENCES inbound (id),
    reason TEXT NOT NULL,
    urgency TEXT NOT NULL CHECK (urgency IN ('low', 'normal', 'high', 'urgent')),
    team TEXT NOT NULL,
    rule TEXT,
    summary TEXT NOT NULL,
    created_at TEXT NOT NULL,
    taken_by TEXT,
    taken_at TEXT,
    ended_at TEXT
) STRICT, WITHOUT ROWID;
-- One inbound message asks for a human once.
CREATE UNIQUE INDEX escalations_inbound ON escalations (inbound_id);
CREATE INDEX escalations_ticket ON escalations (ticket_id, created_at);
CREATE INDEX escalations_conversation ON escalations (conversation_id) WHERE ended_at IS NULL;
CREATE INDEX escalations_created ON escalations (workspace_id, created_at);

-- What is on its way to a customer. An answer on a ticket's page is delivered by the commit that stores it.
CREATE TABLE outbox (
    id TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL,
    message_id TEXT NOT NULL REFERENCES messages (id),
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    destination TEXT NOT NULL,
    part INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL
        CHECK (state IN ('pending', 'sending', 'delivered', 'cancelled', 'failed', 'unverified')),
    created_at TEXT NOT NULL,
    delivered_at TEXT
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX outbox_once ON outbox (message_id, destination, part);
CREATE INDEX outbox_waiting ON outbox (conversation_id) WHERE state = 'pending';

CREATE TABLE dead_letters (
    id TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL,
    inbound_id TEXT NOT NULL REFERENCES inbound (id),
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    kind TEXT NOT NULL,
    detail TEXT NOT NULL,
    tries INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    replayed_at TEXT,
    replayed_by TEXT
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX dead_letters_inbound ON dead_letters (inbound_id) WHERE replayed_at IS NULL;
CREATE INDEX dead_letters_created ON dead_letters (workspace_id, created_at);

CREATE TABLE sessions (
    conversation_id TEXT PRIMARY KEY REFERENCES conversations (id),
    workspace_id TEXT NOT NULL,
    session TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE traces (
    id TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL,
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    started_at TEXT NOT NULL,
    duration_ms REAL NOT NULL,
    spans TEXT NOT NULL
) STRICT;
CREATE INDEX traces_conversation ON traces (conversation_id, started_at);

CREATE TABLE agent_metrics (
    id TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL,
    metric_name TEXT NOT NULL,
    metric_value REAL NOT NULL,
    channel TEXT,
    dimensions TEXT NOT NULL DEFAULT '{}',
    recorded_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX agent_metrics_recorded ON agent_metrics (workspace_id, metric_name, recorded_at);

-- What was committed, announced to whoever listens.
CREATE TABLE events (
    id TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL,
    topic TEXT NOT NULL,
    key TEXT NOT NULL,
    payload TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE knowledge_base (
    id TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL,
    citation TEXT NOT NULL,
    title TEXT NOT NULL,
    heading_path TEXT NOT NULL,
    content TEXT NOT NULL,
    category TEXT,
    position INTEGER NOT NULL,
    embedding BLOB,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX knowledge_base_citation ON knowledge_base (workspace_id, citation);

CREATE TABLE knowledge_state (
    workspace_id TEXT PRIMARY KEY REFERENCES workspaces (id),
    generation INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE channel_configs (
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    channel TEXT NOT NULL CHECK (channel IN ('email', 'whatsapp', 'web_form')),
    enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
    config TEXT NOT NULL DEFAULT '{}',
    response_template TEXT,
    max_response_length INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (workspace_id, channel)
) STRICT, WITHOUT ROWID;

CREATE TABLE api_keys (
    id TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    name TEXT NOT NULL,
    digest TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at TEXT NOT NULL,
    revoked_at TEXT
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX api_keys_digest ON api_keys (digest);

CREATE TABLE audit_log (
    id TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject_type TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    details TEXT NOT NULL DEFAULT '{}'
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_log_subject ON audit_log (subject_id, at);

-- Several companies in one database: what is looked for is looked for within one. Retention: each foreign key has an
-- index on its own side, and what is deleted by its age is found by it.

DROP INDEX claims_ready;
CREATE INDEX claims_ready ON claims (workspace_id, is_suspect, rank_at)
    WHERE owner IS NULL AND held_by IS NULL AND ready_at IS NOT NULL;

DROP INDEX inbound_pending;
CREATE INDEX inbound_conversation ON inbound (conversation_id, seq);
CREATE INDEX inbound_waiting ON inbound (workspace_id, received_at) WHERE state = 'pending';
CREATE INDEX inbound_message ON inbound (message_id);
CREATE INDEX inbound_ticket ON inbound (ticket_id);

CREATE INDEX tickets_customer ON tickets (customer_id);
CREATE INDEX notices_message ON notices (message_id);

DROP INDEX escalations_conversation;
CREATE INDEX escalations_conversation ON escalations (conversation_id);
DROP INDEX outbox_waiting;
CREATE INDEX outbox_conversation ON outbox (conversation_id);

DROP INDEX dead_letters_inbound;
CREATE UNIQUE INDEX dead_letters_open ON dead_letters (inbound_id) WHERE replayed_at IS NULL;
CREATE INDEX dead_letters_inbound ON dead_letters (inbound_id);
CREATE INDEX dead_letters_conversation ON dead_letters (conversation_id);

CREATE INDEX traces_started ON traces (workspace_id, started_at);
DROP INDEX agent_metrics_recorded;
CREATE INDEX agent_metrics_recorded ON agent_metrics (workspace_id, recorded_at);
CREATE INDEX events_created ON events (workspace_id, created_at);
CREATE INDEX api_keys_workspace ON api_keys (workspace_id);
DROP INDEX audit_log_subject;
CREATE INDEX audit_log_at ON audit_log (workspace_id, at);

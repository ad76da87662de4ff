-- Fills an empty desk with answered conversations of two messages each, over 80 days, as its own acts would.
--
--     psql … -c "SET fill.conversations = 500000" -c "SET fill.until = 'now'" -f fill.sql
--
-- To be run by the role that owns the schema, whose scope is every company.
SELECT set_config('fte.workspace', '*', false);

CREATE TEMPORARY TABLE filling AS
SELECT number, w.id AS workspace_id, current_setting('fill.until')::timestamptz - interval '80 days' * (1 - number / total::float) AS at,
    gen_random_uuid() AS conversation, gen_random_uuid() AS customer, gen_random_uuid() AS ticket,
    gen_random_uuid() AS question, gen_random_uuid() AS answer, gen_random_uuid() AS inbound
FROM (SELECT id FROM workspaces ORDER BY created_at LIMIT 1) AS w,
    (SELECT current_setting('fill.conversations')::integer AS total) AS asked,
    generate_series(1, asked.total) AS number;

INSERT INTO customers (id, workspace_id, email, name, created_at)
SELECT customer, workspace_id, 'filled' || number || '@example.com', 'A Customer', at FROM filling;
INSERT INTO customer_identifiers (customer_id, identifier_type, identifier_value, workspace_id, verified, created_at)
SELECT customer, 'email', 'filled' || number || '@example.com', workspace_id, false, at FROM filling;
INSERT INTO conversations (id, workspace_id, customer_id, initial_channel, identity, started_at, last_message_at, last_seq)
SELECT conversation, workspace_id, customer, 'web_form', 'claimed', at, at + interval '1 second', 2 FROM filling;
INSERT INTO tickets (id, public_id, workspace_id, reference, conversation_id, customer_id, source_channel, subject,
    category, priority, status, waiting_on, first_seq, created_at, updated_at)
SELECT ticket, gen_random_uuid(), workspace_id, 'FILL-' || number, conversation, customer, 'web_form', 'Help with the API',
    'technical', 'medium', CASE WHEN number % 10 = 0 THEN 'resolved' ELSE 'open' END,
    CASE WHEN number % 10 = 0 THEN NULL ELSE 'customer' END, 1, at, at + interval '1 second'
FROM filling;
INSERT INTO messages (id, workspace_id, conversation_id, seq, channel, direction, role, content, created_at, delivery_status,
    sentiment_score)
SELECT question, workspace_id, conversation, 1, 'web_form', 'inbound', 'customer',
    'I need help with the API authentication, it refuses my key since this morning.', at, 'delivered', 0.5
FROM filling
UNION ALL
SELECT answer, workspace_id, conversation, 2, 'web_form', 'outbound', 'agent',
    repeat('Open the settings, choose API keys and make a new one; the old one ends at once. ', 4),
    at + interval '1 second', 'delivered', NULL
FROM filling;
INSERT INTO inbound (id, workspace_id, channel, account, channel_message_id, digest, conversation_id, ticket_id, message_id,
    seq, sender_name, sender_email, subject, category, state, received_at, done_at)
SELECT inbound, workspace_id, 'web_form', '', 'filled' || number, md5(number::text), conversation, ticket, question, 1,
    'A Customer', 'filled' || number || '@example.com', 'Help with the API', 'technical', 'done', at, at + interval '1 second'
FROM filling;
INSERT INTO answer_inputs (inbound_id, workspace_id, message_id) SELECT inbound, workspace_id, answer FROM filling;
INSERT INTO claims (conversation_id, workspace_id, epoch) SELECT conversation, workspace_id, 1 FROM filling;
INSERT INTO outbox (id, workspace_id, message_id, conversation_id, destination, part, state, created_at, delivered_at)
SELECT gen_random_uuid(), workspace_id, answer, conversation, 'page', 0, 'delivered', at, at FROM filling;
INSERT INTO sessions (conversation_id, workspace_id, session, updated_at)
SELECT conversation, workspace_id, '{"items": []}', at FROM filling;
INSERT INTO traces (id, workspace_id, conversation_id, started_at, duration_ms, spans)
SELECT 'trace-' || number, workspace_id, conversation, at, 5, '[]' FROM filling;
INSERT INTO agent_metrics (id, workspace_id, metric_name, metric_value, channel, recorded_at)
SELECT gen_random_uuid(), workspace_id, 'message_processed', 5, 'web_form', at FROM filling;
INSERT INTO events (id, workspace_id, topic, key, payload, created_at)
SELECT gen_random_uuid(), workspace_id, 'fte.channels.webform.inbound', conversation::text, '{}', at FROM filling;
INSERT INTO audit_log (id, workspace_id, at, actor, action, subject_type, subject_id)
SELECT gen_random_uuid(), workspace_id, at, 'desk', 'ticket.created', 'ticket', ticket FROM filling;
INSERT INTO escalations (id, workspace_id, ticket_id, conversation_id, inbound_id, reason, urgency, team, summary, created_at,
    ended_at)
SELECT gen_random_uuid(), workspace_id, ticket, conversation, inbound, 'refund_request', 'normal', 'billing', 'Filled', at, at
FROM filling WHERE number % 20 = 0;
INSERT INTO notices (inbound_id, kind, workspace_id, message_id, created_at)
SELECT inbound, 'apology', workspace_id, answer, at FROM filling WHERE number % 20 = 1;
INSERT INTO dead_letters (id, workspace_id, inbound_id, conversation_id, kind, detail, tries, created_at, replayed_at, replayed_by)
SELECT gen_random_uuid(), workspace_id, inbound, conversation, 'run_failed', 'Filled', 3, at, at, 'filled'
FROM filling WHERE number % 20 = 1;
DROP TABLE filling;

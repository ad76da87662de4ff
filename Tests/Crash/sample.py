"""A sound database, and ways to harm it. Ids have a letter and a digit."""

AT = "2026-11-21T10:00:0{}.000000Z"

SOUND = """
INSERT INTO workspaces VALUES ('w1', 'Sample', '{0}');
INSERT INTO customers (id, workspace_id, created_at) VALUES ('u1', 'w1', '{0}');
INSERT INTO conversations (id, workspace_id, customer_id, initial_channel, identity, started_at, last_message_at,
    last_seq)
VALUES ('c1', 'w1', 'u1', 'web_form', 'claimed', '{0}', '{0}', 4),
    ('c2', 'w1', 'u1', 'web_form', 'claimed', '{0}', '{0}', 2),
    ('c3', 'w1', 'u1', 'web_form', 'claimed', '{0}', '{0}', 2);
INSERT INTO claims (conversation_id, workspace_id) VALUES ('c1', 'w1'), ('c2', 'w1'), ('c3', 'w1');
INSERT INTO tickets (id, public_id, workspace_id, reference, conversation_id, customer_id, source_channel, subject,
    first_seq, created_at, updated_at)
VALUES ('t1', 'p1', 'w1', 'R1', 'c1', 'u1', 'web_form', 's', 1, '{0}', '{0}'),
    ('t2', 'p2', 'w1', 'R2', 'c2', 'u1', 'web_form', 's', 1, '{0}', '{0}'),
    ('t3', 'p3', 'w1', 'R3', 'c3', 'u1', 'web_form', 's', 1, '{0}', '{0}');
INSERT INTO messages (id, workspace_id, conversation_id, seq, channel, direction, role, content, created_at)
VALUES ('q1', 'w1', 'c1', 1, 'web_form', 'inbound', 'customer', 'one?', '{0}'),
    ('a1', 'w1', 'c1', 2, 'web_form', 'outbound', 'agent', 'One.', '{1}'),
    ('q2', 'w1', 'c1', 3, 'web_form', 'inbound', 'customer', 'two?', '{2}'),
    ('a2', 'w1', 'c1', 4, 'web_form', 'outbound', 'agent', 'Two.', '{3}'),
    ('q3', 'w1', 'c2', 1, 'web_form', 'inbound', 'customer', 'three?', '{0}'),
    ('n3', 'w1', 'c2', 2, 'web_form', 'outbound', 'system', 'Sorry.', '{1}'),
    ('q4', 'w1', 'c3', 1, 'web_form', 'inbound', 'customer', 'four?', '{0}'),
    ('h4', 'w1', 'c3', 2, 'web_form', 'outbound', 'human', 'Four.', '{5}');
INSERT INTO inbound (id, workspace_id, channel, account, channel_message_id, digest, conversation_id, ticket_id,
    message_id, seq, state, received_at)
VALUES ('i1', 'w1', 'web_form', '', 'k1', 'd', 'c1', 't1', 'q1', 1, 'done', '{0}'),
    ('i2', 'w1', 'web_form', 't1', 'k2', 'd', 'c1', 't1', 'q2', 3, 'done', '{2}'),
    ('i3', 'w1', 'web_form', '', 'k3', 'd', 'c2', 't2', 'q3', 1, 'dead', '{0}'),
    ('i4', 'w1', 'web_form', '', 'k4', 'd', 'c3', 't3', 'q4', 1, 'with_teammate', '{0}');
INSERT INTO answer_inputs VALUES ('i1', 'w1', 'a1'), ('i2', 'w1', 'a2');
INSERT INTO outbox (id, workspace_id, message_id, conversation_id, destination, state, created_at)
VALUES ('o1', 'w1', 'a1', 'c1', 'page', 'delivered', '{0}'),
    ('o2', 'w1', 'a2', 'c1', 'page', 'delivered', '{0}'),
    ('o3', 'w1', 'n3', 'c2', 'page', 'delivered', '{0}'),
    ('o4', 'w1', 'h4', 'c3', 'page', 'delivered', '{0}');
INSERT INTO events (id, workspace_id, topic, key, payload, created_at)
VALUES ('e1', 'w1', 'fte.channels.webform.inbound', 'c1', '{{"message_id": "q1"}}', '{0}'),
    ('e2', 'w1', 'fte.channels.webform.inbound', 'c1', '{{"message_id": "q2"}}', '{0}'),
    ('e3', 'w1', 'fte.channels.webform.inbound', 'c2', '{{"message_id": "q3"}}', '{0}'),
    ('e4', 'w1', 'fte.channels.webform.inbound', 'c3', '{{"message_id": "q4"}}', '{0}'),
    ('e5', 'w1', 'fte.metrics', 'c1', '{{}}', '{0}'),
    ('e6', 'w1', 'fte.metrics', 'c1', '{{}}', '{0}'),
    ('e7', 'w1', 'fte.escalations', 'c2', '{{}}', '{0}'),
    ('e8', 'w1', 'fte.dlq', 'c2', '{{"inbound_id": "i3"}}', '{0}');
INSERT INTO traces (id, workspace_id, conversation_id, started_at, duration_ms, spans)
VALUES ('x1', 'w1', 'c1', '{0}', 1, '[]'), ('x2', 'w1', 'c1', '{2}', 1, '[]');
INSERT INTO agent_metrics (id, workspace_id, metric_name, metric_value, recorded_at)
VALUES ('m1', 'w1', 'message_processed', 1, '{0}'), ('m2', 'w1', 'message_processed', 1, '{2}');
INSERT INTO dead_letters (id, workspace_id, inbound_id, conversation_id, kind, detail, tries, created_at)
VALUES ('l3', 'w1', 'i3', 'c2', 'crash', 'It died.', 1, '{1}');
INSERT INTO notices VALUES ('i3', 'apology', 'w1', 'n3', '{1}');
INSERT INTO escalations (id, workspace_id, ticket_id, conversation_id, inbound_id, reason, urgency, team, summary,
    created_at)
VALUES ('s3', 'w1', 't2', 'c2', 'i3', 'processing_error', 'high', 'support', 'It died.', '{1}');
INSERT INTO audit_log (id, workspace_id, at, actor, action, subject_type, subject_id)
VALUES ('g1', 'w1', '{1}', 'kim', 'ticket.taken', 'ticket', 't3'),
    ('g2', 'w1', '{6}', 'kim', 'ticket.resolved', 'ticket', 't3');
""".format(*(AT.format(second) for second in range(7)))

AGENT_MESSAGE = """
    INSERT INTO messages (id, workspace_id, conversation_id, seq, channel, direction, role, content, created_at)
    VALUES ('{}', 'w1', '{}', {}, 'web_form', 'outbound', 'agent', 'Again.', '{}');"""

# What is done to the database → a part of the sentence that must be reported.
HARMS = {
    "UPDATE inbound SET state = 'pending' WHERE id = 'i1'": "no message waits any more",
    "DELETE FROM answer_inputs WHERE inbound_id = 'i1'": "a message that is done has an answer",
    "INSERT INTO answer_inputs VALUES ('i4', 'w1', 'h4')": "a message that is not done has none",
    AGENT_MESSAGE.format("a9", "c1", 5, AT.format(4)): "an answer is an agent's message that covers something",
    "UPDATE answer_inputs SET message_id = 'h4' WHERE inbound_id = 'i1'": "of the same conversation",
    "UPDATE inbound SET channel_message_id = 'k1' WHERE id = 'i2'": "a key made one message",
    "UPDATE tickets SET conversation_id = 'c1', status = 'closed' WHERE id = 't2'": "has one first ticket",
    "DROP INDEX tickets_open; UPDATE tickets SET conversation_id = 'c1' WHERE id = 't2'": "at most one ticket",
    "DROP INDEX escalations_inbound; INSERT INTO escalations SELECT 's9', workspace_id, ticket_id, conversation_id,"
    " inbound_id, reason, urgency, team, rule, summary, created_at, taken_by, taken_at, ended_at FROM escalations":
        "a message is escalated once",
    "CREATE TABLE copy AS SELECT * FROM answer_inputs; DROP TABLE answer_inputs;"
    "ALTER TABLE copy RENAME TO answer_inputs; INSERT INTO answer_inputs SELECT * FROM answer_inputs":
        "a message is covered once",
    "DELETE FROM traces WHERE id = 'x1'": "one answer and one trace",
    "DELETE FROM agent_metrics WHERE id = 'm1'": "a run was measured once",
    "DELETE FROM events WHERE id = 'e5'": "a run was announced once",
    "DELETE FROM events WHERE id = 'e7'": "an escalation was announced",
    "DELETE FROM events WHERE id = 'e8'": "a dead letter was announced",
    "UPDATE inbound SET seq = 2 WHERE id = 'i2'": "came in once, at its place",
    "DELETE FROM inbound WHERE id = 'i1'": "came in once, at its place",
    "DELETE FROM outbox WHERE message_id = 'a1'": "handed to the page once",
    "UPDATE outbox SET state = 'pending' WHERE message_id = 'a1'": "handed to the page once",
    "DELETE FROM events WHERE id = 'e1'": "came in was announced once",
    "UPDATE conversations SET last_seq = 5 WHERE id = 'c1'": "numbered 1 to n",
    "UPDATE messages SET seq = 6 WHERE id = 'a2'": "numbered 1 to n",
    "DROP INDEX messages_seq; UPDATE messages SET seq = 2 WHERE id = 'q2'": "numbered 1 to n",
    "UPDATE messages SET seq = 9 WHERE id = 'a1'; UPDATE messages SET seq = 2 WHERE id = 'q1';"
    "UPDATE messages SET seq = 1 WHERE id = 'a1'; UPDATE inbound SET seq = 2 WHERE id = 'i1'":
        "an answer comes after what it covers",
    "UPDATE answer_inputs SET message_id = 'a2' WHERE inbound_id = 'i1';"
    "UPDATE answer_inputs SET message_id = 'a1' WHERE inbound_id = 'i2'": "answers cover messages in their order",
    "UPDATE claims SET owner = 'vm/1/2/3' WHERE conversation_id = 'c3'": "no conversation is held",
    f"INSERT INTO workers VALUES ('vm/1/2/3', 'w1', '{AT.format(0)}', '{AT.format(0)}')": "have signed off",
    AGENT_MESSAGE.format("a8", "c3", 3, AT.format(4)): "a conversation only they speak",
    AGENT_MESSAGE.format("a9", "c3", 3, AT.format(5)): "has spoken only they do",
    "UPDATE audit_log SET subject_id = 't1'": "only a conversation that was taken",
    "UPDATE dead_letters SET kind = ''": "a dead message has one cause",
    "DELETE FROM notices": "who wrote a dead message was told",
    "DELETE FROM escalations": "a human was asked",
    "DELETE FROM customers": "every reference leads somewhere",
}

#!/usr/bin/env python3
"""Shows that each check of the crash test can fail: harms a sound database in one way after another."""

import sqlite3
import unittest

import invariants
from desk import ROOT
from load import Book

SCHEMA = ROOT / "Sources/Storage/Migrations"
AT = "2026-11-21T10:00:0{}.000000Z"

SOUND = """
INSERT INTO workspaces VALUES ('w', 'Sample', '{0}');
INSERT INTO customers (id, workspace_id, created_at) VALUES ('u', 'w', '{0}');
INSERT INTO conversations (id, workspace_id, customer_id, initial_channel, identity, started_at, last_message_at, last_seq)
VALUES ('answered', 'w', 'u', 'web_form', 'claimed', '{0}', '{0}', 4), ('dead', 'w', 'u', 'web_form', 'claimed', '{0}', '{0}', 2),
    ('taken', 'w', 'u', 'web_form', 'claimed', '{0}', '{0}', 2);
INSERT INTO claims (conversation_id, workspace_id) VALUES ('answered', 'w'), ('dead', 'w'), ('taken', 'w');
INSERT INTO tickets (id, public_id, workspace_id, reference, conversation_id, customer_id, source_channel, subject,
    first_seq, created_at, updated_at)
VALUES ('t1', 'p1', 'w', 'R1', 'answered', 'u', 'web_form', 's', 1, '{0}', '{0}'),
    ('t2', 'p2', 'w', 'R2', 'dead', 'u', 'web_form', 's', 1, '{0}', '{0}'),
    ('t3', 'p3', 'w', 'R3', 'taken', 'u', 'web_form', 's', 1, '{0}', '{0}');
INSERT INTO messages (id, workspace_id, conversation_id, seq, channel, direction, role, content, created_at)
VALUES ('q1', 'w', 'answered', 1, 'web_form', 'inbound', 'customer', 'one?', '{0}'),
    ('a1', 'w', 'answered', 2, 'web_form', 'outbound', 'agent', 'One.', '{1}'),
    ('q2', 'w', 'answered', 3, 'web_form', 'inbound', 'customer', 'two?', '{2}'),
    ('a2', 'w', 'answered', 4, 'web_form', 'outbound', 'agent', 'Two.', '{3}'),
    ('q3', 'w', 'dead', 1, 'web_form', 'inbound', 'customer', 'three?', '{0}'),
    ('sorry', 'w', 'dead', 2, 'web_form', 'outbound', 'system', 'Sorry.', '{1}'),
    ('q4', 'w', 'taken', 1, 'web_form', 'inbound', 'customer', 'four?', '{0}'),
    ('h4', 'w', 'taken', 2, 'web_form', 'outbound', 'human', 'Four.', '{5}');
INSERT INTO inbound (id, workspace_id, channel, account, channel_message_id, digest, conversation_id, ticket_id,
    message_id, seq, state, received_at)
VALUES ('i1', 'w', 'web_form', '', 'k1', 'd', 'answered', 't1', 'q1', 1, 'done', '{0}'),
    ('i2', 'w', 'web_form', 't1', 'k2', 'd', 'answered', 't1', 'q2', 3, 'done', '{2}'),
    ('i3', 'w', 'web_form', '', 'k3', 'd', 'dead', 't2', 'q3', 1, 'dead', '{0}'),
    ('i4', 'w', 'web_form', '', 'k4', 'd', 'taken', 't3', 'q4', 1, 'with_teammate', '{0}');
INSERT INTO answer_inputs VALUES ('i1', 'w', 'a1'), ('i2', 'w', 'a2');
INSERT INTO outbox (id, workspace_id, message_id, conversation_id, destination, state, created_at)
SELECT 'o' || id, 'w', id, conversation_id, 'page', 'delivered', created_at FROM messages WHERE direction = 'outbound';
INSERT INTO events (id, workspace_id, topic, key, payload, created_at)
SELECT 'e' || id, 'w', 'fte.channels.webform.inbound', 'x', json_object('message_id', message_id), received_at FROM inbound;
INSERT INTO traces (id, workspace_id, conversation_id, started_at, duration_ms, spans)
VALUES ('x1', 'w', 'answered', '{0}', 1, '[]'), ('x2', 'w', 'answered', '{2}', 1, '[]');
INSERT INTO agent_metrics (id, workspace_id, metric_name, metric_value, recorded_at)
VALUES ('m1', 'w', 'message_processed', 1, '{0}'), ('m2', 'w', 'message_processed', 1, '{2}');
INSERT INTO dead_letters (id, workspace_id, inbound_id, conversation_id, kind, detail, tries, created_at)
VALUES ('l3', 'w', 'i3', 'dead', 'crash', 'It died.', 1, '{1}');
INSERT INTO notices VALUES ('i3', 'apology', 'w', 'sorry', '{1}');
INSERT INTO escalations (id, workspace_id, ticket_id, conversation_id, inbound_id, reason, urgency, team, summary, created_at)
VALUES ('s3', 'w', 't2', 'dead', 'i3', 'processing_error', 'high', 'support', 'It died.', '{1}');
INSERT INTO audit_log (id, workspace_id, at, actor, action, subject_type, subject_id)
VALUES ('g1', 'w', '{1}', 'kim', 'ticket.taken', 'ticket', 't3'), ('g2', 'w', '{6}', 'kim', 'ticket.resolved', 'ticket', 't3');
""".format(*(AT.format(second) for second in range(7)))

AGENT_MESSAGE = """
    INSERT INTO messages (id, workspace_id, conversation_id, seq, channel, direction, role, content, created_at)
    VALUES ('{}', 'w', '{}', {}, 'web_form', 'outbound', 'agent', 'Again.', '{}');"""

# What is done to the database → a part of the sentence that must be reported.
HARMS = {
    "UPDATE inbound SET state = 'pending' WHERE id = 'i1'": "no message waits any more",
    "DELETE FROM answer_inputs WHERE inbound_id = 'i1'": "a message that is done has an answer",
    "INSERT INTO answer_inputs VALUES ('i4', 'w', 'h4')": "a message that is not done has none",
    AGENT_MESSAGE.format("a9", "answered", 5, AT.format(4)): "an answer is an agent's message that covers something",
    "UPDATE answer_inputs SET message_id = 'h4' WHERE inbound_id = 'i1'": "of the same conversation",
    "UPDATE inbound SET channel_message_id = 'k1' WHERE id = 'i2'": "a key made one message",
    "UPDATE tickets SET conversation_id = 'answered', status = 'closed' WHERE id = 't2'": "has one first ticket",
    "DROP INDEX tickets_open; UPDATE tickets SET conversation_id = 'answered' WHERE id = 't2'": "at most one ticket",
    "DROP INDEX escalations_inbound; INSERT INTO escalations SELECT 's9', workspace_id, ticket_id, conversation_id,"
    " inbound_id, reason, urgency, team, rule, summary, created_at, taken_by, taken_at, ended_at FROM escalations":
        "a message is escalated once",
    "DELETE FROM traces WHERE id = 'x1'": "one trace and one measurement",
    "DELETE FROM agent_metrics WHERE id = 'm1'": "one trace and one measurement",
    "DELETE FROM outbox WHERE message_id = 'a1'": "handed to the page once",
    "UPDATE outbox SET state = 'pending' WHERE message_id = 'a1'": "handed to the page once",
    "DELETE FROM events WHERE id = 'ei1'": "was announced once",
    "UPDATE conversations SET last_seq = 5 WHERE id = 'answered'": "numbered 1 to n",
    "UPDATE messages SET seq = 6 WHERE id = 'a2'": "numbered 1 to n",
    "UPDATE messages SET seq = 9 WHERE id = 'a1'; UPDATE messages SET seq = 2 WHERE id = 'q1';"
    "UPDATE messages SET seq = 1 WHERE id = 'a1'; UPDATE inbound SET seq = 2 WHERE id = 'i1'":
        "an answer comes after what it covers",
    "UPDATE answer_inputs SET message_id = iif(inbound_id = 'i1', 'a2', 'a1')": "answers cover messages in their order",
    "UPDATE claims SET owner = 'vm/1/2/3' WHERE conversation_id = 'taken'": "no conversation is held",
    f"INSERT INTO workers VALUES ('vm/1/2/3', 'w', '{AT.format(0)}', '{AT.format(0)}')": "have signed off",
    AGENT_MESSAGE.format("a9", "taken", 3, AT.format(4)): "only they speak",
    "UPDATE audit_log SET subject_id = 't1'": "only a conversation that was taken",
    "UPDATE dead_letters SET kind = ''": "a dead message has one cause",
    "DELETE FROM notices": "who wrote a dead message was told",
    "DELETE FROM escalations": "a human was asked",
    "PRAGMA foreign_keys = OFF; DELETE FROM customers": "every reference leads somewhere",
}


class SampleDesk:
    """A database as the program would leave it, in memory."""

    def __init__(self):
        self.connection = sqlite3.connect(":memory:")
        for migration in sorted(SCHEMA.glob("*.sqlite.sql")):
            self.connection.executescript(migration.read_text())
        self.connection.executescript(SOUND)

    def read(self, sql, *parameters):
        return self.connection.execute(sql, parameters).fetchall()


def sound_book():
    book = Book()
    book.sent = {"k1": "one?", "k2": "two?", "k3": "three?", "k4": "four?"}
    book.acknowledged = {"k1": "p1", "k2": "p1", "k3": "p2"}
    book.seen = {"a1": "One."}
    book.human_replies = [("p3", "Four.")]
    return book


class CheckerTests(unittest.TestCase):
    def test_a_sound_database_passes(self):
        self.assertEqual(invariants.violations(SampleDesk(), sound_book()), [])

    def test_each_harm_is_found(self):
        for harm, sentence in HARMS.items():
            with self.subTest(sentence, harm=harm):
                desk = SampleDesk()
                desk.connection.executescript(harm)
                self.assertIn(sentence, "\n".join(found for _, found in invariants.violations(desk)))

    def test_each_check_has_a_harm(self):
        unproven = [
            sentence for _, sentence, _ in invariants.CHECKS
            if not any(part in sentence for part in HARMS.values()) and sentence != "the file is whole"]
        self.assertEqual(unproven, [])

    def test_what_was_told_and_is_not_so_is_found(self):
        cases = {
            "LOST": lambda book: book.acknowledged.update(k9="p9"),
            "another text or ticket": lambda book: book.acknowledged.update(k1="p2"),
            "nobody sent it": lambda book: book.sent.pop("k4"),
            "gone or changed": lambda book: book.seen.update(a7="Seven."),
            "stored 0 times": lambda book: book.human_replies.append(("p3", "Five.")),
            "POST failed": lambda book: book.note("POST failed"),
        }
        for sentence, lie in cases.items():
            with self.subTest(sentence):
                book = sound_book()
                lie(book)
                self.assertIn(sentence, "\n".join(found for _, found in invariants.violations(SampleDesk(), book)))


if __name__ == "__main__":
    unittest.main()

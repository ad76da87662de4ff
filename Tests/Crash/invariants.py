"""What must hold in the database when everything has come to rest, whatever was killed before.

A check is a query, in the SQL that SQLite and PostgreSQL both understand, that finds offenders; no row
is good. The letters name the promise it stands for:

P1  what was acknowledged is not lost
P2  a message has at most one answer, one ticket, one escalation; each is settled in exactly one way
P4  one at a time, in order
P5  while a teammate holds a conversation the agent says nothing
P6  what can't be answered is dead-lettered with its cause, and the customer told
"""

import collections

SURELY_AFTER = "{surely after since}"
HOLDS = """
        WITH holds AS (
            SELECT t.conversation_id, taken.at AS since, (
                SELECT min(ended.at) FROM audit_log ended
                JOIN tickets other ON other.id = ended.subject_id
                WHERE other.conversation_id = t.conversation_id AND ended.at > taken.at
                    AND ended.action IN ('ticket.returned', 'ticket.resolved', 'ticket.closed')) AS until
            FROM audit_log taken
            JOIN tickets t ON t.id = taken.subject_id
            WHERE taken.action = 'ticket.taken')"""

CHECKS = (
    ("P2", "no message waits any more",
     "SELECT id FROM inbound WHERE state = 'pending'"),
    ("P2", "a message that is done has an answer",
     "SELECT id FROM inbound WHERE state = 'done' AND id NOT IN (SELECT inbound_id FROM answer_inputs)"),
    ("P2", "a message is covered once",
     "SELECT inbound_id FROM answer_inputs GROUP BY inbound_id HAVING count(*) > 1"),
    ("P2", "a message that is not done has none",
     "SELECT i.id FROM inbound i JOIN answer_inputs a ON a.inbound_id = i.id WHERE i.state <> 'done'"),
    ("P2", "an answer is an agent's message that covers something",
     "SELECT id FROM messages WHERE role = 'agent' AND id NOT IN (SELECT message_id FROM answer_inputs)"),
    ("P2", "what covers a message is an agent's message of the same conversation",
     """SELECT a.inbound_id FROM answer_inputs a
        JOIN inbound i ON i.id = a.inbound_id
        LEFT JOIN messages m ON m.id = a.message_id AND m.role = 'agent' AND m.conversation_id = i.conversation_id
        WHERE m.id IS NULL"""),
    ("P2", "a key made one message",
     "SELECT channel_message_id FROM inbound GROUP BY channel_message_id HAVING count(*) > 1"),
    ("P2", "a conversation was begun by one message and has one first ticket",
     "SELECT conversation_id FROM tickets GROUP BY conversation_id HAVING count(*) FILTER (WHERE first_seq = 1) <> 1"),
    ("P2", "a conversation has at most one ticket that is not closed",
     "SELECT conversation_id FROM tickets WHERE status <> 'closed' GROUP BY conversation_id HAVING count(*) > 1"),
    ("P2", "a message is escalated once",
     "SELECT inbound_id FROM escalations GROUP BY inbound_id HAVING count(*) > 1"),
    ("P2", "a run left one answer and one trace",
     """SELECT conversation_id FROM (
            SELECT conversation_id, 1 AS answers, 0 AS traces FROM messages WHERE role = 'agent'
            UNION ALL
            SELECT conversation_id, 0, 1 FROM traces) left_by_runs
        GROUP BY conversation_id HAVING sum(answers) <> sum(traces)"""),
    ("P2", "a run was measured once",
     """SELECT 'agent_metrics' WHERE (SELECT count(*) FROM traces)
            <> (SELECT count(*) FROM agent_metrics WHERE metric_name = 'message_processed')"""),
    ("P2", "a message to the customer is handed to the page once",
     """SELECT m.id FROM messages m
        LEFT JOIN outbox o ON o.message_id = m.id
        WHERE m.direction = 'outbound'
        GROUP BY m.id HAVING count(o.id) <> 1 OR max(o.state) <> 'delivered'"""),
    ("P2", "a message that came in was announced once",
     """SELECT i.message_id FROM inbound i
        LEFT JOIN events e ON e.topic = 'fte.channels.webform.inbound'
            AND e.payload ->> 'message_id' = CAST(i.message_id AS TEXT)
        GROUP BY i.message_id HAVING count(e.id) <> 1"""),
    ("P2", "a run was announced once",
     """SELECT conversation_id FROM (
            SELECT CAST(conversation_id AS TEXT) AS conversation_id, 1 AS answers, 0 AS events
            FROM messages WHERE role = 'agent'
            UNION ALL
            SELECT key, 0, 1 FROM events WHERE topic = 'fte.metrics') runs
        GROUP BY conversation_id HAVING sum(answers) <> sum(events)"""),
    ("P2", "a dead letter was announced",
     """SELECT d.id FROM dead_letters d WHERE NOT EXISTS (
            SELECT 1 FROM events e
            WHERE e.topic = 'fte.dlq' AND e.payload ->> 'inbound_id' = CAST(d.inbound_id AS TEXT))"""),
    ("P2", "an escalation was announced",
     """SELECT conversation_id FROM (
            SELECT CAST(conversation_id AS TEXT) AS conversation_id, 1 AS escalations, 0 AS events FROM escalations
            UNION ALL
            SELECT key, 0, 1 FROM events WHERE topic = 'fte.escalations') asked
        GROUP BY conversation_id HAVING sum(escalations) > sum(events)"""),
    ("P2", "what a customer wrote came in once, at its place",
     """SELECT m.id FROM messages m
        LEFT JOIN inbound i ON i.message_id = m.id AND i.conversation_id = m.conversation_id AND i.seq = m.seq
        WHERE m.role = 'customer' GROUP BY m.id HAVING count(i.id) <> 1"""),
    ("P4", "a conversation's messages are numbered 1 to n",
     """SELECT c.id FROM conversations c
        LEFT JOIN messages m ON m.conversation_id = c.id
        GROUP BY c.id, c.last_seq
        HAVING count(m.seq) <> c.last_seq OR count(DISTINCT m.seq) <> c.last_seq OR min(m.seq) <> 1
            OR max(m.seq) <> c.last_seq"""),
    ("P4", "an answer comes after what it covers",
     """SELECT a.message_id FROM answer_inputs a
        JOIN inbound i ON i.id = a.inbound_id
        JOIN messages m ON m.id = a.message_id
        WHERE m.seq <= i.seq"""),
    ("P4", "answers cover messages in their order",
     """WITH answers AS (
            SELECT i.conversation_id, m.seq, min(i.seq) AS first, max(i.seq) AS last
            FROM answer_inputs a
            JOIN inbound i ON i.id = a.inbound_id
            JOIN messages m ON m.id = a.message_id
            WHERE i.id NOT IN (SELECT inbound_id FROM dead_letters WHERE replayed_at IS NOT NULL)
            GROUP BY i.conversation_id, m.id, m.seq)
        SELECT later.conversation_id FROM answers earlier
        JOIN answers later ON later.conversation_id = earlier.conversation_id AND later.seq > earlier.seq
        WHERE later.first <= earlier.last"""),
    ("P4", "no conversation is held by a worker any more",
     "SELECT conversation_id FROM claims WHERE owner IS NOT NULL"),
    ("P4", "workers that stopped in good order have signed off, and dead ones were buried",
     "SELECT id FROM workers"),
    ("P5", "while a teammate holds a conversation only they speak",
     HOLDS + """
        SELECT m.id FROM holds h
        JOIN messages m ON m.conversation_id = h.conversation_id
        WHERE m.role IN ('agent', 'system') AND m.created_at > {surely after since}
            AND (h.until IS NULL OR m.created_at < h.until)"""),
    ("P5", "once a teammate has spoken only they do",
     HOLDS + """
        SELECT m.id FROM holds h
        JOIN messages spoken ON spoken.conversation_id = h.conversation_id AND spoken.role = 'human'
            AND spoken.created_at > h.since AND (h.until IS NULL OR spoken.created_at < h.until)
        JOIN messages m ON m.conversation_id = h.conversation_id AND m.seq > spoken.seq
        WHERE m.role IN ('agent', 'system') AND (h.until IS NULL OR m.created_at < h.until)"""),
    ("P5", "only a conversation that was taken has messages with a teammate",
     """SELECT i.id FROM inbound i
        WHERE i.state = 'with_teammate' AND NOT EXISTS (
            SELECT 1 FROM audit_log a JOIN tickets t ON t.id = a.subject_id
            WHERE t.conversation_id = i.conversation_id AND a.action LIKE 'ticket.%'
                AND a.action <> 'ticket.escalated')"""),
    ("P6", "a dead message has one cause on record",
     """SELECT i.id FROM inbound i
        LEFT JOIN dead_letters d ON d.inbound_id = i.id AND d.replayed_at IS NULL AND d.kind <> ''
        WHERE i.state = 'dead' GROUP BY i.id HAVING count(d.id) <> 1"""),
    ("P6", "who wrote a dead message was told, once",
     """SELECT i.id FROM inbound i
        LEFT JOIN notices n ON n.inbound_id = i.id AND n.kind = 'apology'
        LEFT JOIN messages m ON m.id = n.message_id AND m.role = 'system'
        WHERE i.state = 'dead' GROUP BY i.id HAVING count(m.id) <> 1"""),
    ("P6", "a human was asked about a dead message",
     """SELECT id FROM inbound WHERE state = 'dead'
        AND id NOT IN (SELECT inbound_id FROM escalations WHERE reason = 'processing_error')"""),
)


def violations(database, book=None):
    """Each broken promise in words, with the first offenders."""
    found = []
    for promise, sentence, query in [*CHECKS, *database.own_checks()]:
        query = query.replace(SURELY_AFTER, database.surely_after("h.since"))
        offenders = [str(row[0]) for row in database.read(query)]
        if offenders:
            found.append((promise, f"not so: {sentence}: {len(offenders)}, such as {', '.join(offenders[:3])}"))
    return found + (book_violations(database, book) if book else [])


def book_violations(database, book):
    """Compares what customers and teammates were told with what is stored."""
    found = []
    stored = {
        key: (text, ticket)
        for key, text, ticket in database.read(
            """SELECT i.channel_message_id, m.content, t.public_id FROM inbound i
               JOIN messages m ON m.id = i.message_id
               JOIN tickets t ON t.id = i.ticket_id""")
    }
    for key, ticket in book.acknowledged.items():
        if key not in stored:
            found.append(("P1", f"LOST: {key} was acknowledged and is not stored"))
        elif stored[key] != (book.sent[key], ticket):
            found.append(("P1", f"{key} was stored with another text or ticket than was acknowledged"))
    found += [("P1", f"{key} is stored and nobody sent it") for key in stored if key not in book.sent]
    contents = dict(database.read("SELECT id, content FROM messages WHERE direction = 'outbound'"))
    for identity, content in book.seen.items():
        if contents.get(identity) != content:
            found.append(("P1", f"answer {identity} was on a page and is gone or changed"))
    replies = collections.Counter(
        text for (text,) in database.read("SELECT content FROM messages WHERE role = 'human'"))
    for ticket, text in book.human_replies:
        if replies[text] != 1:
            found.append(("P1", f"a teammate's reply on {ticket} is stored {replies[text]} times"))
    return found + [("told", problem) for problem in book.problems]


def figures(database):
    """What the report shows of the database."""
    def number(query):
        return database.read(query)[0][0] or 0

    states = dict(database.read("SELECT state, count(*) FROM inbound GROUP BY state"))
    return {
        "messages stored": number("SELECT count(*) FROM inbound"),
        "answered": states.get("done", 0),
        "answers": number("SELECT count(*) FROM messages WHERE role = 'agent'"),
        "with a teammate": states.get("with_teammate", 0),
        "dead letters": states.get("dead", 0),
        "cut off in a run": number("SELECT count(*) FROM inbound WHERE cut_offs > 0"),
        "most cut-offs, crashes alone": "{}, {}".format(
            number("SELECT max(cut_offs) FROM inbound"), number("SELECT max(crashes) FROM inbound")),
    }


def dead_letters(database):
    return [f"{kind}: {detail} (tries {tries})"
            for kind, detail, tries in database.read("SELECT kind, detail, tries FROM dead_letters")]

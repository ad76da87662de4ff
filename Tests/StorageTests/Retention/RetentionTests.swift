import FoundationEssentials
import SQL
import Storage
import SupportDesk
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2))) struct RetentionTests {
    @Test(arguments: DatabaseBackend.allCases)
    func `an old conversation goes with all that hangs on it`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            try await desk.leaveEveryKindOfRow()
            desk.time.advance(by: 91 * 86_400)
            let deleted = Box<[String: Int]>([:])

            try await desk.sweep(keeping: 90) { kind, count in deleted.change { $0[kind, default: 0] += count } }

            #expect(deleted.value["conversations"] == 1)
            #expect(deleted.value["customers"] == 1)
            let left = try await desk.rowCounts()
            let forLonger: Set = ["audit_log", "model_spending"]
            #expect(left.filter { $0.value > 0 && !forLonger.contains($0.key) } == [:])
            // What was done and paid is known for longer.
            #expect(forLonger.allSatisfy { left[$0, default: 0] > 0 })
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `the audit log goes after a year`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            try await desk.submit()
            desk.time.advance(by: 366 * 86_400)
            try await desk.submit(.sample(key: "new"))

            try await desk.sweep(keeping: 90)

            #expect(try await desk.number("SELECT count(*) FROM audit_log") == 1)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `what is young, waits, is held or is a teammate's stays`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let claimed = try await desk.submit(.sample(key: "claimed"))
            let work = try #require(try await desk.claimNext())
            let held = try await desk.submit(.sample(key: "held"))
            try await desk.answerNext()
            try await desk.teammates.take(held.ticket, by: "kim")
            let escalated = try await desk.submit(.sample(key: "escalated"))
            let next = try #require(try await desk.claimNext())
            try await desk.queue.commit(
                .sample(answering: next, escalation: .sample(desk.desk.ids.new())), under: next.claim)
            let waiting = try await desk.submit(.sample(key: "waiting"))
            let alive = try await desk.submit(.sample(key: "alive"))
            desk.time.advance(by: 91 * 86_400)
            try await desk.reply(to: alive.link)

            try await desk.sweep(keeping: 90)

            let left = try await desk.words("SELECT CAST(conversation_id AS TEXT) FROM claims ORDER BY conversation_id")
            #expect(left == [claimed, held, escalated, waiting, alive].map(\.conversation.description).sorted())
            try await desk.queue.commit(.sample(answering: work), under: work.claim)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a customer with a younger conversation stays`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            try await desk.submit(.sample(key: "old"))
            try await desk.answerNext()
            desk.time.advance(by: 91 * 86_400)
            try await desk.submit(.sample(key: "new"))

            try await desk.sweep(keeping: 90)

            #expect(try await desk.number("SELECT count(*) FROM conversations") == 1)
            #expect(try await desk.number("SELECT count(*) FROM customers") == 1)
            #expect(try await desk.number("SELECT count(*) FROM customer_identifiers") == 1)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a message that comes after the look keeps its conversation`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()
            try await desk.answerNext()
            desk.time.advance(by: 91 * 86_400)
            let end = desk.time.now.addingTimeInterval(-90 * 86_400)
            let (found, next) = try await desk.retention.conversations(quietSince: end, after: nil, limit: 10)
            try await desk.reply(to: receipt.link)

            let deleted = try await desk.retention.delete(found, quietSince: end)

            #expect(found == [receipt.conversation])
            #expect(next == nil)
            #expect(deleted == DeletedConversations())
            #expect(try await desk.number("SELECT count(*) FROM messages") == 3)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a batch deletes no more than it was told, the oldest first`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            for key in ["a", "b", "c"] {
                try await desk.submit(.sample(key: key))
                desk.time.advance(by: 1)
            }
            let last = try await desk.words("SELECT CAST(id AS TEXT) FROM events ORDER BY created_at DESC LIMIT 1")

            let deleted = try await desk.retention.delete(.events, before: desk.time.now, limit: 2)

            #expect(deleted == 2)
            #expect(try await desk.words("SELECT CAST(id AS TEXT) FROM events") == last)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a sweep goes on behind what it may not delete`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            // They began in the same moment; every second one waits for its answer.
            for number in 0..<5 { try await desk.submit(.sample(key: "\(number)")) }
            for work in try await desk.queue.claim(upTo: 5, for: .sample(1)).work.enumerated() {
                if work.offset.isMultiple(of: 2) {
                    try await desk.queue.commit(.sample(answering: work.element), under: work.element.claim)
                }
            }
            desk.time.advance(by: 91 * 86_400)

            try await desk.sweep(keeping: 90)

            #expect(try await desk.number("SELECT count(*) FROM conversations") == 2)
            #expect(try await desk.words("SELECT DISTINCT state FROM inbound") == ["pending"])
        }
    }
}

extension TestDesk {
    /// Sweeps in the smallest steps, without pausing between them.
    fileprivate func sweep(
        keeping days: Int, deleted: @escaping @Sendable (String, Int) -> Void = { _, _ in }
    ) async throws {
        let clock = DeskClock(now: { [time] in time.now }, sleep: { _ in }, random: { 0.5 })
        try await RetentionSweep(retention, clock: clock, span: 2, batch: 1, records: 1, deleted: deleted)
            .run(keeping: days)
    }

    /// One conversation that leaves a row in every table of its kind, and is at an end.
    fileprivate func leaveEveryKindOfRow() async throws {
        let receipt = try await submit()
        try await deadLetterNext()
        let letter = try #require(try await deadLetters.deadLetters(limit: 1).first)
        _ = try await deadLetters.replay(letter.id, by: "kim")
        try await answerNext()
        try await teammates.resolve(receipt.ticket, by: "kim", notes: nil)
        _ = try await spending.reserve(
            microUSD: 1, for: receipt.conversation, within: SpendingLimits(month: 1),
            lasting: .seconds(60))
        try await spending.settle(nil, .sample(on: receipt.conversation))
        // No act leaves one behind; should it happen, it is no obstacle.
        try await database.write { tx in
            try tx.execute(
                """
                INSERT INTO run_journal (conversation_id, number, workspace_id, epoch, step)
                SELECT id, 1, workspace_id, 1, '{}' FROM conversations WHERE workspace_id = $1
                """, desk.workspace)
        }
        try await queue.retire(.sample(1))
        let counts = try await rowCounts()
        try #require(counts.filter { $0.value == 0 } == [:])
    }

    /// How many rows the tables have in which conversations leave something.
    fileprivate func rowCounts() async throws -> [String: Int] {
        let counts = try await database.read { tx in
            try tx.rows(
                """
                SELECT 'customers', count(*) FROM customers
                UNION ALL SELECT 'customer_identifiers', count(*) FROM customer_identifiers
                UNION ALL SELECT 'conversations', count(*) FROM conversations
                UNION ALL SELECT 'messages', count(*) FROM messages
                UNION ALL SELECT 'tickets', count(*) FROM tickets
                UNION ALL SELECT 'inbound', count(*) FROM inbound
                UNION ALL SELECT 'answer_inputs', count(*) FROM answer_inputs
                UNION ALL SELECT 'notices', count(*) FROM notices
                UNION ALL SELECT 'claims', count(*) FROM claims
                UNION ALL SELECT 'escalations', count(*) FROM escalations
                UNION ALL SELECT 'outbox', count(*) FROM outbox
                UNION ALL SELECT 'dead_letters', count(*) FROM dead_letters
                UNION ALL SELECT 'sessions', count(*) FROM sessions
                UNION ALL SELECT 'traces', count(*) FROM traces
                UNION ALL SELECT 'agent_metrics', count(*) FROM agent_metrics
                UNION ALL SELECT 'events', count(*) FROM events
                UNION ALL SELECT 'audit_log', count(*) FROM audit_log
                UNION ALL SELECT 'run_journal', count(*) FROM run_journal
                UNION ALL SELECT 'conversation_spending', count(*) FROM conversation_spending
                UNION ALL SELECT 'spending_reservations', count(*) FROM spending_reservations
                UNION ALL SELECT 'model_spending', count(*) FROM model_spending
                """
            ) { (try $0.text(0), try $0.int(1)) }
        }
        return Dictionary(uniqueKeysWithValues: counts)
    }
}

import Formats
import SQL
import Storage
import SupportDesk
import TestSupport
import Testing

@Suite struct CommitTests {
    @Test(arguments: DatabaseBackend.allCases)
    func `an answer is stored with all it causes`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()

            try await desk.answerNext("Use the link.")

            let page = try #require(try await desk.pages.ticket(at: receipt.link))
            #expect(page.ticket.status == .open)
            #expect(page.ticket.waitingOn == .customer)
            let answer = try #require(page.messages.last)
            #expect(answer.role == .agent)
            #expect(answer.direction == .outbound)
            #expect(answer.content == "Use the link.")
            #expect(answer.deliveryState == .delivered)
            #expect(answer.sources == [Message.Source(citation: "docs/login.md#reset", title: "Reset your password")])
            #expect(page.messages.first?.sentiment == 0.4)
            #expect(try await desk.words("SELECT state FROM inbound") == ["done"])
            #expect(try await desk.words("SELECT destination || ' ' || state FROM outbox") == ["page delivered"])
            #expect(
                try await desk.words("SELECT metric_name || ' ' || channel FROM agent_metrics WHERE metric_value = 12")
                    == ["message_processed web_form"])
            let dimensions = try await desk.values("SELECT dimensions FROM agent_metrics").first
            #expect(dimensions?["escalated"]?.bool == false)
            #expect(dimensions?["tool_calls_count"]?.integer == 2)
            let event = try await desk.values("SELECT payload FROM events WHERE topic = 'fte.metrics'").first
            #expect(event?["event"]?.string == "message_processed")
            #expect(event?["channel"]?.string == "web_form")
            #expect(event?["latency_ms"]?.number == 12)
            #expect(event?["escalated"]?.bool == false)
            #expect(event?["tool_calls_count"]?.integer == 2)
            #expect(try await desk.number("SELECT count(*) FROM traces") == 1)
            #expect(try await desk.number("SELECT latency_ms FROM messages WHERE role = 'agent'") == 12)
            #expect(try await desk.number("SELECT tokens_used FROM messages WHERE role = 'agent'") == 120)
            let calls = try await desk.values("SELECT tool_calls FROM messages WHERE role = 'agent'").first
            #expect(calls == ["search_knowledge_base", "send_response"])
            #expect(try await desk.claimNext() == nil)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `two messages that waited together share one answer`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()
            try await desk.reply(to: receipt.link)

            try await desk.answerNext()

            #expect(try await desk.number("SELECT count(*) FROM messages WHERE role = 'agent'") == 1)
            #expect(try await desk.number("SELECT count(*) FROM answer_inputs") == 2)
            #expect(try await desk.number("SELECT count(DISTINCT message_id) FROM answer_inputs") == 1)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a run may answer the first of its messages alone`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()
            try await desk.reply(to: receipt.link)
            let work = try #require(try await desk.claimNext())

            try await desk.queue.commit(
                .sample(answering: work, covering: Array(work.pending.prefix(1))), under: work.claim)

            let rest = try #require(try await desk.claimNext())
            #expect(rest.pending.map(\.message.seq) == [2])
            #expect(rest.history.map(\.seq) == [1])
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `an answer that is committed twice is stored once`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            try await desk.submit()
            let work = try #require(try await desk.claimNext())
            let outcome = RunOutcome.sample(answering: work)
            try await desk.queue.commit(outcome, under: work.claim)

            await #expect(throws: ClaimLost.self) { try await desk.queue.commit(outcome, under: work.claim) }

            let answers = try await desk.number("SELECT count(*) FROM messages WHERE role = 'agent'")
            #expect(answers == 1)
        }
    }

    @Test(arguments: DatabaseBackend.allCases, [WorkerID.sample(1), .sample(2)])
    func `under an epoch that was raised nothing is written, whoever claimed since`(
        backend: DatabaseBackend, next: WorkerID
    ) async throws {
        try await backend.withDesk { desk in
            try await desk.submit()
            let old = try #require(try await desk.claimNext())
            try await desk.queue.release(old.claim)
            let new = try #require(try await desk.claimNext(for: next))
            let before = try await fingerprint(of: desk)

            let escalation = Escalation.sample(desk.desk.ids.new())
            await #expect(throws: ClaimLost.self) {
                try await desk.queue.commit(.sample(answering: old, escalation: escalation), under: old.claim)
            }
            await #expect(throws: ClaimLost.self) {
                try await desk.queue.retryLater(
                    old.pending.map(\.inbound), at: desk.time.now, cause: .sample, under: old.claim)
            }
            await #expect(throws: ClaimLost.self) {
                try await desk.queue.deadLetter(.sample(old.pending[0].inbound), under: old.claim)
            }

            let after = try await fingerprint(of: desk)
            #expect(after == before)
            try await desk.queue.commit(.sample(answering: new), under: new.claim)
            let answers = try await desk.number("SELECT count(*) FROM answer_inputs")
            #expect(answers == 1)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `an escalation is stored, announced and shown`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()
            let work = try #require(try await desk.claimNext())
            let escalation = Escalation.sample(desk.desk.ids.new())

            try await desk.queue.commit(.sample(answering: work, escalation: escalation), under: work.claim)

            let page = try #require(try await desk.pages.ticket(at: receipt.link))
            #expect(page.ticket.status == .escalated)
            #expect(page.ticket.waitingOn == .teammate)
            #expect(page.team == "billing")
            let ticketCase = try #require(try await desk.teammates.ticket(named: receipt.reference.text))
            #expect(ticketCase.escalations.map(\.escalation) == [escalation])
            #expect(
                try await desk.words("SELECT topic FROM events ORDER BY id").filter { $0 == "fte.escalations" }.count
                    == 1)
            #expect(
                try await desk.words("SELECT status || ' ' || escalated_to FROM conversations") == ["escalated billing"]
            )
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `an answer on an escalated ticket leaves it with the teammate`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()
            let work = try #require(try await desk.claimNext())
            try await desk.queue.commit(
                .sample(answering: work, escalation: .sample(desk.desk.ids.new())), under: work.claim)
            try await desk.reply(to: receipt.link)

            let next = try #require(try await desk.answerNext())

            #expect(next.hasOpenEscalation)
            let page = try #require(try await desk.pages.ticket(at: receipt.link))
            #expect(page.ticket.status == .escalated)
            #expect(page.ticket.waitingOn == .teammate)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a run that stays silent still ends its messages`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            try await desk.submit()
            let work = try #require(try await desk.claimNext())
            var outcome = RunOutcome.sample(answering: work)
            outcome.reply = nil

            try await desk.queue.commit(outcome, under: work.claim)

            #expect(try await desk.words("SELECT state FROM inbound") == ["done"])
            #expect(try await desk.number("SELECT count(*) FROM outbox") == 0)
        }
    }

    /// How many rows every table that a run writes has.
    private func fingerprint(of desk: TestDesk) async throws -> [Int] {
        try await desk.database.read { tx in
            try tx.rows(
                """
                SELECT count(*) FROM messages UNION ALL SELECT count(*) FROM answer_inputs
                UNION ALL SELECT count(*) FROM escalations UNION ALL SELECT count(*) FROM outbox
                UNION ALL SELECT count(*) FROM events UNION ALL SELECT count(*) FROM traces
                UNION ALL SELECT count(*) FROM agent_metrics UNION ALL SELECT count(*) FROM dead_letters
                UNION ALL SELECT count(*) FROM notices UNION ALL SELECT sum(tries) FROM inbound
                UNION ALL SELECT count(*) FROM audit_log UNION ALL SELECT last_seq FROM conversations
                """
            ) { try $0.int(0) }
        }
    }
}

import Formats
import FoundationEssentials
import Storage
import SupportDesk
import TestSupport
import Testing

@Suite struct FailureTests {
    @Test(arguments: DatabaseBackend.allCases)
    func `a failed run is due again at its time and counts against its messages`(
        backend: DatabaseBackend
    ) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()
            try await desk.reply(to: receipt.link)
            let work = try #require(try await desk.claimNext())
            let failedAt = desk.time.now

            try await desk.queue.retryLater(
                [work.pending[0].inbound], at: failedAt + 4, cause: .sample, under: work.claim)

            desk.time.advance(by: 3.9)
            #expect(try await desk.claimNext() == nil)
            desk.time.advance(by: 0.2)
            let again = try #require(try await desk.claimNext())
            #expect(again.pending.map(\.tries) == [1, 0])
            #expect(again.pending.map(\.firstFailedAt) == [failedAt, nil])
            #expect(
                try await desk.words("SELECT failure FROM inbound ORDER BY seq") == ["run_failed: ModelError", "NULL"])
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `the time of the first failure is kept`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            try await desk.submit()
            let start = desk.time.now
            for _ in 0..<3 {
                let work = try #require(try await desk.claimNext())
                try await desk.queue.retryLater(
                    work.pending.map(\.inbound), at: desk.time.now + 1, cause: .sample, under: work.claim)
                desk.time.advance(by: 1)
            }

            let work = try #require(try await desk.claimNext())

            #expect(work.pending[0].tries == 3)
            #expect(work.pending[0].firstFailedAt == start)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `others go on while a conversation waits for its next try`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            try await desk.submit(.sample(key: "failing"))
            let work = try #require(try await desk.claimNext())
            try await desk.queue.retryLater(
                work.pending.map(\.inbound), at: desk.time.now + 20, cause: .sample, under: work.claim)
            let other = try await desk.submit(.sample(key: "other"))

            let next = try await desk.claimNext()

            #expect(next?.conversation.id == other.conversation)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a message that is given up leaves a dead letter, an apology and a request for a human`(
        backend: DatabaseBackend
    ) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()

            try await desk.deadLetterNext()

            let letter = try #require(try await desk.deadLetters.deadLetters(limit: 10).first)
            #expect(letter.cause == .sample)
            #expect(letter.tries == 1)
            #expect(letter.ticket == receipt.reference)
            #expect(letter.content == "How do I reset my password?")
            let page = try #require(try await desk.pages.ticket(at: receipt.link))
            #expect(page.messages.map(\.role) == [.customer, .system])
            #expect(page.messages.last?.content == "We're sorry, a teammate will answer you.")
            #expect(page.ticket.status == .escalated)
            #expect(page.ticket.waitingOn == .teammate)
            #expect(page.team == "support")
            let events = try await desk.values(
                "SELECT payload FROM events WHERE topic IN ('fte.escalations', 'fte.dlq') ORDER BY topic")
            #expect(events.count == 2)
            for event in events {
                #expect(event["event"]?.string == "processing_error")
                #expect(event["requires_human"]?.bool == true)
                #expect(event["original_message"]?.string == "How do I reset my password?")
                #expect(event["error"]?.string == "run_failed: ModelError")
                #expect(event["timestamp"]?.string == "2026-11-21T09:00:00.000Z")
            }
            #expect(try await desk.words("SELECT reason FROM escalations") == ["processing_error"])
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `later messages go on after one was given up`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()
            let reply = try await desk.reply(to: receipt.link)

            try await desk.deadLetterNext()

            let rest = try #require(try await desk.claimNext())
            #expect(rest.pending.map(\.message.id) == [reply.message])
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `what the desk gave up on is no measure of how long answers take`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            try await desk.submit(.sample(key: "good"))
            desk.time.advance(by: 2)
            try await desk.answerNext()
            try await desk.submit(.sample(key: "bad"))
            desk.time.advance(by: 90)

            try await desk.deadLetterNext()

            #expect(try await desk.figures.recentWaits(limit: 10) == [.seconds(2)])
        }
    }
}

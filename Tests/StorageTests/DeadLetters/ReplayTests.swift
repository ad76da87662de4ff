import SQL
import Storage
import SupportDesk
import TestSupport
import Testing

@Suite struct ReplayTests {
    @Test(arguments: DatabaseBackend.allCases)
    func `a replayed message gets one more chance, as if it were new`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()
            try await desk.deadLetterNext()
            let letter = try #require(try await desk.deadLetters.deadLetters(limit: 1).first)

            let result = try await desk.deadLetters.replay(letter.id, by: "kim")

            #expect(result == .queued)
            let work = try #require(try await desk.answerNext())
            #expect(work.pending.map(\.tries) == [0])
            #expect(work.pending.map(\.firstFailedAt) == [nil])
            let page = try #require(try await desk.pages.ticket(at: receipt.link))
            #expect(page.messages.map(\.role) == [.customer, .system, .agent])
            let kept = try #require(try await desk.deadLetters.deadLetter(letter.id))
            #expect(kept.replayedAt == desk.time.now)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a message is replayed once: while it waits and after its answer nothing is added`(
        backend: DatabaseBackend
    ) async throws {
        try await backend.withDesk { desk in
            try await desk.submit()
            try await desk.deadLetterNext()
            let letter = try #require(try await desk.deadLetters.deadLetters(limit: 1).first)
            _ = try await desk.deadLetters.replay(letter.id, by: "kim")

            let waiting = try await desk.deadLetters.replay(letter.id, by: "kim")
            try await desk.answerNext()
            let answered = try await desk.deadLetters.replay(letter.id, by: "kim")

            #expect(waiting == .alreadyAnswered)
            #expect(answered == .alreadyAnswered)
            #expect(try await desk.claimNext() == nil)
            #expect(try await desk.number("SELECT count(*) FROM answer_inputs") == 1)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a message may die again and again, and is replayed by whichever letter`(
        backend: DatabaseBackend
    ) async throws {
        try await backend.withDesk { desk in
            try await desk.submit()
            try await desk.deadLetterNext()
            let first = try #require(try await desk.deadLetters.deadLetters(limit: 1).first)
            for _ in 0..<3 {
                let result = try await desk.deadLetters.replay(first.id, by: "kim")
                #expect(result == .queued)
                try await desk.deadLetterNext()
            }

            let letters = try await desk.deadLetters.deadLetters(limit: 10)

            #expect(letters.count == 4)
            #expect(letters.count { $0.replayedAt == nil } == 1)
            #expect(try await desk.number("SELECT count(*) FROM notices") == 1, "the customer is told once")
            #expect(try await desk.number("SELECT count(*) FROM escalations") == 1)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `an escalation of a replayed message is announced no second time`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            try await desk.submit()
            try await desk.deadLetterNext()
            let letter = try #require(try await desk.deadLetters.deadLetters(limit: 1).first)
            _ = try await desk.deadLetters.replay(letter.id, by: "kim")
            let work = try #require(try await desk.claimNext())

            try await desk.queue.commit(
                .sample(answering: work, escalation: .sample(desk.desk.ids.new())), under: work.claim)

            #expect(try await desk.number("SELECT count(*) FROM events WHERE topic = 'fte.escalations'") == 1)
            #expect(try await desk.number("SELECT count(*) FROM escalations") == 1)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a teammate who holds, has replied or has closed is not interfered with`(
        backend: DatabaseBackend
    ) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()
            try await desk.deadLetterNext()
            let letter = try #require(try await desk.deadLetters.deadLetters(limit: 1).first)

            try await desk.teammates.take(receipt.ticket, by: "kim")
            let held = try await desk.deadLetters.replay(letter.id, by: "lee")
            try await desk.teammates.reply(to: receipt.ticket, by: "kim", content: "Done.")
            try await desk.teammates.giveBack(receipt.ticket, by: "kim")
            let replied = try await desk.deadLetters.replay(letter.id, by: "lee")
            try await desk.teammates.close(receipt.ticket, by: "kim")
            let closed = try await desk.deadLetters.replay(letter.id, by: "lee")

            #expect([held, replied, closed] == [.withTeammate, .withTeammate, .withTeammate])
            #expect(try await desk.claimNext() == nil)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a teammate's reply from before the message is no obstacle`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()
            try await desk.teammates.take(receipt.ticket, by: "kim")
            try await desk.teammates.reply(to: receipt.ticket, by: "kim", content: "Try this.")
            try await desk.teammates.giveBack(receipt.ticket, by: "kim")
            try await desk.reply(to: receipt.link)
            try await desk.deadLetterNext()
            let letter = try #require(try await desk.deadLetters.deadLetters(limit: 1).first)

            let result = try await desk.deadLetters.replay(letter.id, by: "kim")

            #expect(result == .queued)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a resolved ticket is opened again for it`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()
            try await desk.deadLetterNext()
            let letter = try #require(try await desk.deadLetters.deadLetters(limit: 1).first)
            try await desk.teammates.resolve(receipt.ticket, by: "kim", notes: nil)

            let result = try await desk.deadLetters.replay(letter.id, by: "kim")

            #expect(result == .queued)
            let page = try #require(try await desk.pages.ticket(at: receipt.link))
            #expect(page.ticket.status == .open)
            #expect(page.ticket.waitingOn == .agent)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a letter that isn't there is unknown`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let id: ID<DeadLetter> = desk.desk.ids.new()

            let result = try await desk.deadLetters.replay(id, by: "kim")
            let letter = try await desk.deadLetters.deadLetter(id)

            #expect(result == .unknown)
            #expect(letter == nil)
        }
    }
}

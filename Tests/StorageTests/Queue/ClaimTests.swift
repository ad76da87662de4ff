import Formats
import FoundationEssentials
import SQL
import Storage
import SupportDesk
import TestSupport
import Testing

@Suite struct ClaimTests {
    @Test(arguments: DatabaseBackend.allCases)
    func `many workers at once claim each conversation once`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            var submitted: Set<ID<Conversation>> = []
            for number in 0..<60 { submitted.insert(try await desk.submit(.sample(key: "\(number)")).conversation) }

            let claimed = try await withThrowingTaskGroup(of: [ID<Conversation>].self) { group in
                for worker in 0..<12 {
                    group.addTask {
                        var mine: [ID<Conversation>] = []
                        while true {
                            let round = try await desk.queue.claim(upTo: 3, for: .sample(Int32(worker)))
                            if round.work.isEmpty { return mine }
                            mine += round.work.map(\.conversation.id)
                        }
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }

            #expect(claimed.count == 60)
            #expect(Set(claimed) == submitted)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `the longest waiting conversation comes first`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            var order: [ID<Conversation>] = []
            for number in 0..<4 {
                order.append(try await desk.submit(.sample(key: "\(number)")).conversation)
                desk.time.advance(by: 1)
            }

            let claimed = try await claimAll(on: desk)

            #expect(claimed == order)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `an urgent conversation overtakes others by a minute at most`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let old = try await desk.submit(.sample(key: "old")).conversation
            desk.time.advance(by: 30)
            let middle = try await desk.submit(.sample(key: "middle")).conversation
            desk.time.advance(by: 31)
            let urgent = try await desk.submit(.sample(key: "urgent", priority: .high)).conversation
            let low = try await desk.submit(.sample(key: "low", priority: .low)).conversation
            desk.time.advance(by: 1)
            let new = try await desk.submit(.sample(key: "new")).conversation

            let claimed = try await claimAll(on: desk)

            #expect(claimed == [old, urgent, middle, new, low])
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `messages that wait together are claimed together in their order`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()
            try await desk.reply(.sample(key: "r1", "second"), to: receipt.link)
            try await desk.reply(.sample(key: "r2", "third"), to: receipt.link)

            let work = try #require(try await desk.claimNext())

            #expect(work.pending.map(\.message.seq) == [1, 2, 3])
            #expect(work.ticket?.status == .processing)
            #expect(work.history.isEmpty)
            #expect(try await desk.claimNext() == nil)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `what comes during a run waits for the next`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()
            let first = try #require(try await desk.claimNext())
            let reply = try await desk.reply(to: receipt.link)
            let during = try await desk.claimNext()

            try await desk.queue.commit(.sample(answering: first), under: first.claim)

            #expect(during == nil)
            let second = try #require(try await desk.claimNext())
            #expect(second.pending.map(\.message.id) == [reply.message])
            // The reply had its place before the answer was written.
            #expect(second.history.map(\.seq) == [1])
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a released conversation keeps its place in line`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let first = try await desk.submit(.sample(key: "first")).conversation
            let work = try #require(try await desk.claimNext())
            desk.time.advance(by: 1)
            let second = try await desk.submit(.sample(key: "second")).conversation
            desk.time.advance(by: 1)

            try await desk.queue.release(work.claim)

            #expect(try await claimAll(on: desk) == [first, second])
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a release counts as no try`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            try await desk.submit()
            let work = try #require(try await desk.claimNext())

            try await desk.queue.release(work.claim)

            let again = try #require(try await desk.claimNext())
            #expect(again.claim.epoch > work.claim.epoch)
            #expect(again.pending[0].tries == 0)
            await #expect(throws: ClaimLost.self) { try await desk.queue.release(work.claim) }
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a message that everybody forgot is found again`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            try await desk.submit()
            try await desk.database.write { try $0.execute("UPDATE claims SET ready_at = NULL") }
            desk.time.advance(by: 59)
            let early = try await desk.queue.sweep()
            desk.time.advance(by: 2)

            let late = try await desk.queue.sweep()

            #expect(early == 0)
            #expect(late == 1)
            #expect(try await desk.claimNext() != nil)
            desk.time.advance(by: 120)
            #expect(try await desk.queue.sweep() == 0, "what is being worked on isn't forgotten")
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a run is given the newest messages before it`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()
            for number in 0..<15 {
                try await desk.answerNext("answer \(number)")
                try await desk.reply(.sample(key: "r\(number)", "question \(number)"), to: receipt.link)
            }

            let work = try #require(try await desk.claimNext())

            #expect(work.pending.map(\.message.seq) == [31])
            #expect(work.history.map(\.seq) == Array(11...30))
            #expect(try work.session.map { try JSONValue(parsing: $0) } == ["items": []])
            #expect(work.customer.email == "ana@example.com")
        }
    }

    /// The conversations that are due, one after the other.
    private func claimAll(on desk: TestDesk) async throws -> [ID<Conversation>] {
        var claimed: [ID<Conversation>] = []
        while let work = try await desk.claimNext() { claimed.append(work.conversation.id) }
        return claimed
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `what a worker holds without knowing it is free again, and what it knows stays`(
        backend: DatabaseBackend
    ) async throws {
        let worker = WorkerID.sample(1)
        let other = WorkerID.sample(2)
        try await backend.withDesk { desk in
            try await desk.submit(.sample(key: "1"))
            let known = try #require(try await desk.claimNext(for: worker))
            try await desk.submit(.sample(key: "2"))
            let unknown = try #require(try await desk.claimNext(for: worker))
            try await desk.submit(.sample(key: "3"))
            let others = try #require(try await desk.claimNext(for: other))

            let freed = try await desk.queue.releaseUnknown(
                of: worker, except: [known.claim.conversation])

            #expect(freed == 1)
            let again = try #require(try await desk.claimNext(for: other))
            #expect(again.pending == unknown.pending)
            await #expect(throws: ClaimLost.self) {
                try await desk.queue.commit(.sample(answering: unknown), under: unknown.claim)
            }
            for work in [known, others, again] {
                try await desk.queue.commit(.sample(answering: work), under: work.claim)
            }
        }
    }
}

import FoundationEssentials
import SQL
import Storage
import SupportDesk
import Synchronization
import TestSupport
import Testing

@Suite struct DeadWorkerTests {
    private let dead = WorkerID.sample(1)
    private let living = WorkerID.sample(2)

    @Test(arguments: DatabaseBackend.allCases)
    func `a worker without a sign for ten seconds loses what it held`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            try await desk.submit()
            _ = try await desk.queue.heartbeat(of: dead)
            let lost = try #require(try await desk.claimNext(for: dead))
            desk.time.advance(by: 10)
            let early = try await desk.queue.heartbeat(of: living)
            desk.time.advance(by: 0.1)

            let freed = try await desk.queue.heartbeat(of: living)

            #expect(early == 0)
            #expect(freed == 1)
            let work = try #require(try await desk.claimNext(for: living))
            #expect(work.pending == lost.pending)
            await #expect(throws: ClaimLost.self) {
                try await desk.queue.commit(.sample(answering: lost), under: lost.claim)
            }
            let workers = try await desk.words("SELECT id FROM workers")
            #expect(workers == [living.description])
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a worker whose process is known to have ended loses what it held at once`(
        backend: DatabaseBackend
    ) async throws {
        var setting = DeskSetting()
        setting.isGone = { [dead] in $0 == dead }
        try await backend.withDesk(setting) { desk in
            try await desk.submit()
            _ = try #require(try await desk.claimNext(for: dead))

            let freed = try await desk.queue.heartbeat(of: living)

            #expect(freed == 1)
            #expect(try await desk.claimNext(for: living) != nil)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a worker that was thought dead and claims again can be buried again`(
        backend: DatabaseBackend
    ) async throws {
        try await backend.withDesk { desk in
            _ = try await desk.queue.heartbeat(of: dead)
            desk.time.advance(by: 11)
            _ = try await desk.queue.heartbeat(of: living)
            try await desk.submit()
            _ = try #require(try await desk.claimNext(for: dead))
            desk.time.advance(by: 11)

            let freed = try await desk.queue.heartbeat(of: living)

            #expect(freed == 1)
            #expect(try await desk.claimNext(for: living) != nil)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a worker that signs off gives back what it held, and nothing counts as a crash`(
        backend: DatabaseBackend
    ) async throws {
        try await backend.withDesk { desk in
            try await desk.submit()
            let work = try #require(try await desk.claimNext(for: dead))

            try await desk.queue.retire(dead)

            await #expect(throws: ClaimLost.self) { try await desk.queue.release(work.claim) }
            let counted = try await desk.number("SELECT sum(cut_offs + crashes + tries) FROM inbound")
            #expect(counted == 0)
            let again = try await desk.claimNext(for: living)
            #expect(again != nil)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a message cut off by two crashes is claimed with nothing beside it`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit(.sample(key: "killer"))
            let second = try await desk.reply(to: receipt.link)
            try await crash(desk, times: 2) { try await desk.claimNext(for: dead)?.claim }
            let other = try await desk.submit(.sample(key: "harmless"))

            let round = try await desk.queue.claim(upTo: 10, for: living)
            let alone = try #require(try await desk.queue.claimSuspect(for: living))

            #expect(round.work.map(\.conversation.id) == [other.conversation])
            #expect(round.hasSuspects)
            #expect(alone.claim.isAlone)
            #expect(alone.conversation.id == receipt.conversation)
            #expect(try await desk.queue.claim(upTo: 10, for: living).hasSuspects == false)
            // Both were cut off, so each has its turn alone.
            try await desk.queue.commit(
                .sample(answering: alone, covering: Array(alone.pending.prefix(1))), under: alone.claim)
            let next = try #require(try await desk.queue.claimSuspect(for: living))
            #expect(next.pending.map(\.message.id) == [second.message])
            try await desk.queue.commit(.sample(answering: next), under: next.claim)
            #expect(try await desk.queue.claimSuspect(for: living) == nil)
            try await desk.reply(.sample(key: "later"), to: receipt.link)
            #expect(try await desk.claimNext(for: living) != nil)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `only crashes while it ran alone count against a message`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()
            try await desk.reply(to: receipt.link)
            try await crash(desk, times: 2) { try await desk.claimNext(for: dead)?.claim }
            #expect(try await desk.words("SELECT CAST(crashes AS TEXT) FROM inbound ORDER BY seq") == ["0", "0"])

            try await crash(desk, times: 3) { try await desk.queue.claimSuspect(for: dead)?.claim }

            #expect(try await desk.words("SELECT CAST(crashes AS TEXT) FROM inbound ORDER BY seq") == ["3", "0"])
            let work = try #require(try await desk.queue.claimSuspect(for: living))
            #expect(work.pending.map(\.crashes) == [3, 0])
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `what came during a run that was cut off is innocent`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()
            _ = try #require(try await desk.claimNext(for: dead))
            try await desk.reply(to: receipt.link)

            desk.time.advance(by: 11)
            _ = try await desk.queue.heartbeat(of: living)

            #expect(try await desk.words("SELECT CAST(cut_offs AS TEXT) FROM inbound ORDER BY seq") == ["1", "0"])
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a freed conversation wakes the workers`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            try await desk.submit()
            _ = try #require(try await desk.claimNext(for: dead))
            desk.time.advance(by: 11)
            var wakeUps = desk.database.notifications(.work).makeAsyncIterator()

            _ = try await desk.queue.heartbeat(of: living)

            #expect(await wakeUps.next() != nil)
        }
    }

    /// Claims, dies and is buried, again and again.
    private func crash(_ desk: TestDesk, times: Int, claiming: () async throws -> Claim?) async throws {
        for _ in 0..<times {
            _ = try #require(try await claiming())
            desk.time.advance(by: 11)
            _ = try await desk.queue.heartbeat(of: living)
        }
    }
}

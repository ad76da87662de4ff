import EventBus
import SQL
import Storage
import SupportDesk
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct DatabaseWakeUpTests {
    @Test(arguments: DatabaseBackend.allCases)
    func `a submission wakes the workers, an answer the open pages`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            var work = DatabaseWakeUps(desk.database, channel: .work).wakeUps().makeAsyncIterator()
            var changes = DatabaseWakeUps(desk.database, channel: .changes).wakeUps().makeAsyncIterator()

            try await desk.submit()
            #expect(await work.next() != nil)
            try await desk.answerNext()
            #expect(await changes.next() != nil)
        }
    }

    @Test(arguments: DatabaseBackend.shared)
    func `a submission in one process wakes another`(backend: DatabaseBackend) async throws {
        try await backend.withTwoDesks { web, worker in
            var wakeUps = DatabaseWakeUps(worker.database, channel: .work).wakeUps().makeAsyncIterator()

            try await web.submit()

            #expect(await wakeUps.next() != nil)
            let work = try await worker.claimNext()
            #expect(work != nil)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `many wake-ups may be told as one`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let wakeUps = DatabaseWakeUps(desk.database, channel: .work).wakeUps()
            for number in 0..<5 { try await desk.submit(.sample(key: "\(number)")) }

            await desk.database.close()

            var told = 0
            for await _ in wakeUps { told += 1 }
            #expect((1...5).contains(told))
        }
    }
}

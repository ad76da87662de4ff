import SQL
import Storage
import SupportDesk
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct LostCommitTests {
    @Test(arguments: [true, false]) func `a message whose commit was lost sight of is stored once and acknowledged`(
        isCommitted: Bool
    ) async throws {
        try await DatabaseBackend.sqliteInMemory.withDesk { desk in
            let database = LosingDatabase(desk.database, losses: 1, isCommitted: isCommitted)
            let intake = desk.intake(on: database)

            let receipt = try await intake.accept(.sample(key: "k"))

            let again = try await intake.accept(.sample(key: "k"))
            #expect(again.link == receipt.link)
            let stored = try await desk.number("SELECT count(*) FROM inbound")
            #expect(stored == 1)
        }
    }

    @Test func `a database that loses every commit is overloaded, not broken`() async throws {
        try await DatabaseBackend.sqliteInMemory.withDesk { desk in
            let database = LosingDatabase(desk.database, losses: .max, isCommitted: false)

            await #expect(throws: IntakeError.overloaded(retryAfter: .seconds(1))) {
                _ = try await desk.intake(on: database).accept(.sample(key: "k"))
            }
            let stored = try await desk.number("SELECT count(*) FROM inbound")
            #expect(stored == 0)
        }
    }
}

extension TestDesk {
    fileprivate func intake(on database: any Database) -> SQLIntake {
        let desk = DeskDatabase(database: database, workspace: desk.workspace, ids: desk.ids)
        return SQLIntake(
            desk, referencePrefix: "TC",
            backlog: Backlog(figures: SQLDeskFigures(desk), limit: 100, now: { [time] in time.now }))
    }
}

/// A database whose connection breaks during the first commits.
private final class LosingDatabase: Database {
    private let inner: any Database
    private let isCommitted: Bool
    private let losses: Mutex<Int>

    init(_ inner: any Database, losses: Int, isCommitted: Bool) {
        self.inner = inner
        self.isCommitted = isCommitted
        self.losses = Mutex(losses)
    }

    var dialect: Dialect { inner.dialect }

    func write<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        let isLost = losses.withLock { losses in
            losses -= 1
            return losses >= 0
        }
        guard isLost else { return try await inner.write(body) }
        if isCommitted { _ = try await inner.write(body) }
        throw SQLError.outcomeUnknown(reason: "the connection was lost during the commit")
    }

    func read<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        try await inner.read(body)
    }

    func notify(_ channel: NotificationChannel) { inner.notify(channel) }
    func notifications(_ channel: NotificationChannel) -> AsyncStream<Void> { inner.notifications(channel) }
    func close() async { await inner.close() }
}

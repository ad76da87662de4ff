import SQL
import Storage
import SupportDesk
import TestServers
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2))) struct MigrationTests {
    /// Undoes the newest migration, which only added tables.
    private static let undo = """
        DROP TABLE run_journal; DROP TABLE conversation_spending; DROP TABLE spending_reservations;
        DROP TABLE model_spending; DELETE FROM schema_migrations WHERE version = 4
        """

    @Test(arguments: DatabaseBackend.shared)
    func `a filled desk of the schema before goes on with the new one`(backend: DatabaseBackend) async throws {
        try await backend.withDeskAndOwner { desk, owner in
            let answered = try await desk.submit(.sample(key: "answered"))
            try await desk.answerNext()
            try await desk.submit(.sample(key: "claimed"))
            let work = try #require(try await desk.claimNext())
            try await owner.write { try $0.script(Self.undo) }

            let made = try await DeskSchema.migrator.migrate(owner)
            try await DeskSchema.grant(to: "fte_app", in: owner)

            #expect(made.map(\.version) == [4])
            try await desk.journals.append([.step("started")], under: work.claim)
            try await desk.spending.settle(nil, .sample(on: answered.conversation, microUSD: 5))
            var outcome = RunOutcome.sample(answering: work)
            outcome.isJournaled = true
            try await desk.queue.commit(outcome, under: work.claim)
            #expect(try await desk.number("SELECT count(*) FROM answer_inputs") == 2)
            #expect(try await desk.number("SELECT count(*) FROM run_journal") == 0)
            #expect(try await desk.spending.spending(on: answered.conversation).microUSD == 5)
        }
    }

    @Test(arguments: TestServer.all)
    func `nobody reads or writes another company's rows of runs`(server: TestServer) async throws {
        try await DatabaseBackend.postgres(server).withDesk { desk in
            let other: ID<WorkspaceScope> = desk.desk.ids.new()
            let receipt = try await desk.submit()
            try await desk.spending.settle(nil, .sample(on: receipt.conversation))

            let seen = try await desk.database.read { tx in
                _ = try tx.row("SELECT set_config('fte.workspace', $1, true)", other.description) { _ in true }
                return try tx.row(
                    "SELECT (SELECT count(*) FROM model_spending) + (SELECT count(*) FROM conversation_spending)"
                ) { try $0.int(0) }
            }

            #expect(seen == 0)
            #expect(try await desk.number("SELECT count(*) FROM model_spending") == 1)
            // As the application's role, under the company's own scope.
            await #expect(throws: SQLError.self) {
                try await desk.database.write { tx in
                    try tx.execute(
                        """
                        INSERT INTO spending_reservations (id, workspace_id, micro_usd, expires_at)
                        VALUES ($1, $2, 1, $3)
                        """, desk.desk.ids.ordered(), other, desk.time.now)
                }
            }
        }
    }
}

extension DatabaseBackend {
    /// Runs `body` with a desk, and its database as the owner of the tables has it.
    fileprivate func withDeskAndOwner(_ body: (TestDesk, any Database) async throws -> Void) async throws {
        guard case .postgres(let server) = self else {
            return try await withDesk { try await body($0, $0.database) }
        }
        try await server.withEmptyDesk { database in
            let owner = try await PostgresDatabase(PostgresOptions(url: database.url(as: "fte_owner")))
            do {
                try await Self.withDesk(on: database) { try await body($0, owner) }
            } catch {
                await owner.close()
                throw error
            }
            await owner.close()
        }
    }
}

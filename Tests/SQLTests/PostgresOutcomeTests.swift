import FoundationEssentials
import TestServers
import Testing

@testable import SQL

@Suite(.timeLimit(.minutes(1))) struct PostgresOutcomeTests {
    @Test(arguments: TestServer.all) func `a commit whose answer was lost is found`(server: TestServer) async throws {
        try await server.withDatabase { database in
            let connection = try PostgresConnection.connect(PostgresOptions(url: database.url(as: "fte_owner")))
            let transaction = try transaction(on: connection) { try $0.commit() }

            #expect(try connection.outcome(of: transaction) == .committed)
        }
    }

    @Test(arguments: TestServer.all) func `what was rolled back is known to be undone`(server: TestServer) async throws
    {
        try await server.withDatabase { database in
            let connection = try PostgresConnection.connect(PostgresOptions(url: database.url(as: "fte_owner")))
            let transaction = try transaction(on: connection) { try $0.rollBack() }

            #expect(try connection.outcome(of: transaction) == .aborted)
        }
    }

    /// The number may be another transaction's by now.
    @Test(arguments: TestServer.all) func `a commit is not believed of a transaction from before a crash`(
        server: TestServer
    ) async throws {
        try await server.withDatabase { database in
            let connection = try PostgresConnection.connect(PostgresOptions(url: database.url(as: "fte_owner")))
            let later = try transaction(on: connection) { try $0.commit() }
            let earlier = PostgresOpening(now: Date(timeIntervalSince1970: 0), transactionNumber: later.transactionNumber)

            #expect(try connection.outcome(of: earlier) == nil)
        }
    }

    private func transaction(
        on connection: PostgresConnection, ending end: (PostgresConnection) throws -> Void
    ) throws -> PostgresOpening {
        try connection.begin(.write)
        try connection.awaitPending()
        let opening = try #require(connection.transaction)
        try end(connection)
        return opening
    }
}

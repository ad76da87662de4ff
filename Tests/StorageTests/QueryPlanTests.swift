import CSQLite
import SQL
import Storage
import SupportDesk
import TestSupport
import Testing

@Suite struct QueryPlanTests {
    /// What may be read from end to end: rows of this very second, of which there are few.
    private static let smallScans = [
        // One row a living process, at each heartbeat.
        "SCAN workers",
        // The one ticket that a page's reply is addressed to, found before.
        "SCAN a",
        // Counts the rows that its inner query found.
        "SCAN waiting",
        // A row that is always there, and a list that was bound.
        "SCAN CONSTANT ROW", "SCAN one", "SCAN json_each VIRTUAL TABLE INDEX 1:",
    ]

    @Test func `no act of a busy desk reads a table from end to end`() async throws {
        let statements = Box<[String]>([])
        var setting = DeskSetting()
        setting.options.onPrepare = { sql in statements.change { $0.append(sql.description) } }
        try await withTemporaryFolder { folder in
            let path = folder + "/desk.db"
            try await withDesk(at: path, setting) { desk in
                statements.value = []
                try await desk.liveThroughADay()
            }
            let plans = try QueryPlans(path)

            let scans = try statements.value.filter(\.readsRows).flatMap { sql in
                try plans.steps(of: sql).filter { $0.hasPrefix("SCAN") && !Self.smallScans.contains($0) }
                    .map { "\($0): \(sql)" }
            }

            let ofAllCompanies = statements.value.filter { $0.readsRows && !$0.contains("workspace_id") }

            #expect(scans == [])
            #expect(ofAllCompanies == [])
            // Every table that an intake, a claim, a commit or a page touches was asked for.
            let asked = statements.value.joined()
            for table in [
                "customers", "customer_identifiers", "conversations", "messages", "tickets", "inbound", "claims",
                "events",
                "answer_inputs", "outbox", "sessions", "escalations", "notices", "dead_letters", "api_keys",
                "run_journal", "model_spending", "conversation_spending", "spending_reservations",
            ] { #expect(asked.contains(table), "\(table) was not asked for") }
        }
    }
}

extension String {
    /// Transactions and pragmas have no plan.
    var readsRows: Bool {
        ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"].contains { hasPrefix($0) }
    }
}

/// How SQLite would carry out a statement (EXPLAIN QUERY PLAN), asked on a connection of its own.
private final class QueryPlans {
    private let handle: OpaquePointer

    init(_ path: String) throws {
        var handle: OpaquePointer?
        let code = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, nil)
        self.handle = try #require(handle)
        try #require(code == SQLITE_OK)
    }

    deinit { sqlite3_close_v2(handle) }

    func steps(of sql: String) throws -> [String] {
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v2(handle, "EXPLAIN QUERY PLAN " + sql, -1, &statement, nil)
        defer { sqlite3_finalize(statement) }
        try #require(code == SQLITE_OK, "\(String(cString: sqlite3_errmsg(handle))): \(sql)")
        var steps: [String] = []
        while sqlite3_step(statement) == SQLITE_ROW {
            steps.append(String(cString: try #require(sqlite3_column_text(statement, 3))))
        }
        return steps
    }
}

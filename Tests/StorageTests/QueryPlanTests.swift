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
                try await liveThroughADay(desk)
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
            ] { #expect(asked.contains(table), "\(table) was not asked for") }
        }
    }

    /// All that a desk does again and again.
    private func liveThroughADay(_ desk: TestDesk) async throws {
        let receipt = try await desk.submit()
        try await desk.submit()
        try await desk.submit(.sample(key: "another"))
        try await desk.answerNext()
        _ = try await desk.claimNext()
        try await desk.reply(to: receipt.link)
        _ = try await desk.queue.claimSuspect(for: .sample(1))
        let work = try #require(try await desk.claimNext())
        try await desk.queue.retryLater(
            work.pending.map(\.inbound), at: desk.time.now, cause: .sample, under: work.claim)
        try await desk.deadLetterNext()
        let letter = try #require(try await desk.deadLetters.deadLetters(limit: 10).first)
        _ = try await desk.deadLetters.replay(letter.id, by: "kim")
        let again = try #require(try await desk.claimNext())
        try await desk.queue.release(again.claim)
        let last = try #require(try await desk.claimNext())
        try await desk.queue.commit(
            .sample(answering: last, escalation: .sample(desk.desk.ids.new())), under: last.claim)
        try await desk.teammates.take(receipt.ticket, by: "kim")
        try await desk.teammates.reply(to: receipt.ticket, by: "kim", content: "Done.")
        try await desk.teammates.giveBack(receipt.ticket, by: "kim")
        try await desk.teammates.resolve(receipt.ticket, by: "kim", notes: nil)
        _ = try await desk.teammates.ticket(named: receipt.reference.text)
        _ = try await desk.teammates.tickets(TicketFilter(), limit: 10)
        _ = try await desk.pages.ticket(at: receipt.link)
        _ = try await desk.pages.lastChanges(of: [receipt.link])
        _ = try await desk.records.conversation(receipt.conversation)
        _ = try await desk.records.customer(with: .email(#require(EmailAddress("ana@example.com"))))
        _ = try await desk.records.customer(with: .phone(#require(PhoneNumber("+441632960961"))))
        _ = try await desk.figures.channels(since: desk.time.now)
        _ = try await desk.figures.recentWaits(limit: 10)
        _ = try await desk.keys.key(withDigest: "aa")
        desk.time.advance(by: 11)
        _ = try await desk.queue.heartbeat(of: .sample(2))
        _ = try await desk.queue.sweep()
        try await desk.queue.retire(.sample(2))
    }
}

extension String {
    /// Transactions and pragmas have no plan.
    fileprivate var readsRows: Bool {
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

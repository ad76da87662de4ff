import Foundation
import SQL
import Storage
import SupportDesk
import TestServers
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(3))) struct PostgresPlanTests {
    /// Tables that stay small whatever the desk does, so that reading them whole is the quickest way.
    private static let small: Set = [
        "api_keys", "channel_configs", "knowledge_base", "knowledge_state", "schema_migrations", "workers",
        "workspaces",
        // Of calls under way, and all of them are wanted.
        "spending_reservations",
    ]

    @Test(arguments: TestServer.all)
    func `no act of a busy desk reads a large table from end to end`(server: TestServer) async throws {
        let statements = Box<[String]>([])
        var setting = DeskSetting()
        setting.changePostgres = { $0.onPrepare = { sql in statements.change { $0.append(sql.description) } } }
        try await server.withEmptyDesk { database in
            try await DatabaseBackend.withDesk(on: database, setting) { desk in
                try await database.fill(conversations: 30_000, until: "2026-11-20T00:00:00Z")
                try await database.fillRuns()
                statements.value = []
                try await desk.liveThroughADay()
            }
            let asked = Set(statements.value.filter(\.readsRows))
            #expect(asked.count > 50)

            var scans: [String] = []
            for sql in asked.sorted() {
                let plan = try await database.plan(of: sql)
                for line in plan {
                    guard let table = line.firstMatch(of: /Seq Scan on (\w+)/)?.1, !Self.small.contains(String(table))
                    else { continue }
                    scans.append("\(table): \(sql)\n\(plan.joined(separator: "\n"))")
                }
            }
            #expect(scans == [])
        }
    }
}

extension TestDatabase {
    /// Fills the desk as the benchmarks do.
    func fill(conversations: Int, until end: String) async throws {
        let file = URL(filePath: #filePath).appending(path: "../../../Benchmarks/Postgres/fill.sql").standardized
        let script = try String(contentsOf: file, encoding: .utf8)
        let settings = "SET fill.conversations = \(conversations); SET fill.until = '\(end)'"
        _ = try await column([settings, script], as: "fte_owner")
        try await run("ANALYZE")
    }

    /// Gives every conversation a run under way, and what it cost.
    func fillRuns() async throws {
        let script = """
            INSERT INTO run_journal (conversation_id, number, workspace_id, epoch, step)
            SELECT id, number, workspace_id, 1, '{"entry": "answered"}' FROM conversations, generate_series(1, 3) AS number;
            INSERT INTO conversation_spending (conversation_id, workspace_id, requests, input_tokens, output_tokens, micro_usd)
            SELECT id, workspace_id, 1, 1000, 100, 500 FROM conversations;
            INSERT INTO spending_reservations (id, workspace_id, conversation_id, micro_usd, expires_at)
            SELECT gen_random_uuid(), workspace_id, id, 500, started_at FROM conversations;
            INSERT INTO model_spending (workspace_id, day, model, requests, input_tokens, output_tokens, micro_usd)
            SELECT id, timestamptz '2024-01-01T00:00:00Z' + interval '24 hours' * day, 'model-' || model, 1, 1000, 100, 500
            FROM workspaces, generate_series(1, 1000) AS day, generate_series(1, 3) AS model
            """
        _ = try await column(["SELECT set_config('fte.workspace', '*', false)", script], as: "fte_owner")
        try await run("VACUUM ANALYZE")
    }

    /// How the server would carry out a statement for a role that sees one company, whatever its parameters are.
    func plan(of sql: String) async throws -> [String] {
        let count = sql.matches(of: /\$(\d+)/).compactMap { Int($0.1) }.max() ?? 0
        let values = count == 0 ? "" : "(" + Array(repeating: "NULL", count: count).joined(separator: ", ") + ")"
        return try await column(
            [
                // The policies' estimates hang on it.
                "SET fte.workspace = '\(WorkspaceScope.single)'", "SET plan_cache_mode = force_generic_plan",
                "PREPARE asked AS \(sql)", "EXPLAIN EXECUTE asked\(values)",
            ],
            as: "fte_app")
    }
}

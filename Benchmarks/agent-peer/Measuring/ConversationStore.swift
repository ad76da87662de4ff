import AgentRuntime
import Formats
import Foundation
import SQL

/// Conversations and the journals of their runs in SQLite, as a host of the runtime keeps them.
struct ConversationStore: Sendable {
    private let database: SQLiteDatabase

    /// - Parameter path: `nil` for a database in memory.
    init(path: String?) async throws {
        database = if let path { try await SQLiteDatabase(path: path) } else { try await .inMemory() }
        try await database.write { tx in
            try tx.script(
                """
                CREATE TABLE sessions (conversation TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT;
                CREATE TABLE journal (
                    run TEXT NOT NULL, number INTEGER NOT NULL, entry TEXT NOT NULL, PRIMARY KEY (run, number)
                ) STRICT, WITHOUT ROWID;
                """)
        }
    }

    func session(_ conversation: String) async throws -> Session<Scripted>? {
        let state = try await database.read { tx in
            try tx.row("SELECT state FROM sessions WHERE conversation = $1", conversation) { try $0.text(0) }
        }
        return try state.map { try Session(json: JSONValue(parsing: $0)) }
    }

    /// Keeps the session; a run that has come to its end needs no journal.
    func save(_ session: Session<Scripted>, _ conversation: String, ending run: String? = nil) async throws {
        let state = try session.jsonText()
        try await database.write { tx in
            try tx.execute(
                """
                INSERT INTO sessions (conversation, state) VALUES ($1, $2)
                    ON CONFLICT (conversation) DO UPDATE SET state = excluded.state
                """, conversation, state)
            if let run { try tx.execute("DELETE FROM journal WHERE run = $1", run) }
        }
    }

    func journal(of run: String) -> Journal { Journal(database: database, run: run) }

    func close() async { await database.close() }

    struct Journal: RunJournal {
        fileprivate let database: SQLiteDatabase
        fileprivate let run: String

        func append(_ entries: [JournalEntry<Scripted>]) async throws {
            let texts = try entries.map { try $0.json().text }
            try await database.write { [run] tx in
                for text in texts {
                    try tx.execute(
                        """
                        INSERT INTO journal (run, number, entry)
                            SELECT $1, coalesce(max(number), 0) + 1, $2 FROM journal WHERE run = $1
                        """, run, text)
                }
            }
        }
    }
}

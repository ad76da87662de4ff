import SQL
import Storage
import SupportDesk
import TestSupport
import Testing

@Suite struct DeskSchemaTests {
    @Test func `the schema is made once, by whichever process is first`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/desk.db"
            let one = try await SQLiteDatabase(path: path)
            let two = try await SQLiteDatabase(path: path)

            async let first = DeskSchema.migrator.migrate(one)
            async let second = DeskSchema.migrator.migrate(two)
            let made = try await [first, second]

            #expect(made.flatMap { $0 }.map(\.version).sorted() == DeskSchema.migrator.migrations.map(\.version))
            await one.close()
            await two.close()
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a database with rows is up to date already`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            try await desk.submit()
            try await desk.answerNext()

            let made = try await DeskSchema.migrator.migrate(desk.database)

            #expect(made.isEmpty)
            #expect(try await desk.number("SELECT count(*) FROM messages") == 2)
        }
    }

    /// What the schema refuses, whoever asks.
    @Test(arguments: [
        "UPDATE claims SET owner = 'a worker without a row'",
        "INSERT INTO tickets SELECT 'x', 'y', workspace_id, 'TC-X', conversation_id, customer_id, source_channel, subject, category, priority, status, waiting_on, first_seq, created_at, updated_at, resolved_at, resolution_notes FROM tickets",
        "UPDATE tickets SET status = 'lost'",
        "UPDATE messages SET delivery_status = 'maybe'",
        "UPDATE customers SET workspace_id = 'nobody'",
        "INSERT INTO answer_inputs SELECT inbound_id, workspace_id, message_id FROM answer_inputs",
        "INSERT INTO inbound SELECT 'x', workspace_id, channel, account, channel_message_id, digest, conversation_id, ticket_id, message_id, seq, sender_name, sender_email, sender_phone, subject, category, thread_id, metadata, state, tries, first_failed_at, failure, cut_offs, crashes, received_at, done_at FROM inbound",
    ])
    func `rows that can't be are refused by the schema itself`(statement: String) async throws {
        try await DatabaseBackend.sqliteInMemory.withDesk { desk in
            try await desk.submit()
            try await desk.answerNext()

            await #expect(throws: SQLError.self) { try await desk.database.write { try $0.script(statement) } }
        }
    }
}

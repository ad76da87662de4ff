import Foundation
import SQL
import Testing

@Suite struct TransactionTests {
    @Test(arguments: DatabaseBackend.allCases)
    func `every kind of value comes back as it was stored`(backend: DatabaseBackend) async throws {
        try await backend.withDatabase { database in
            let id = UUID()
            let time = Date(timeIntervalSince1970: 1_795_252_020.123456)

            try await database.write { tx in
                try tx.execute(
                    tx.dialect.text(
                        sqlite: """
                            CREATE TABLE samples (
                                a INTEGER, b REAL, c TEXT, d BLOB, e TEXT, f TEXT, g TEXT, h INTEGER, i TEXT
                            )
                            """,
                        postgres: """
                            CREATE TABLE samples (
                                a BIGINT, b DOUBLE PRECISION, c TEXT, d BYTEA, e UUID, f TIMESTAMPTZ, g JSONB,
                                h BOOLEAN, i TEXT
                            )
                            """))
                try tx.execute(
                    "INSERT INTO samples VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                    Int64.min, 0.1, "Grüße 👋", [0, 255] as [UInt8], id, time, SQLValue.json(#"{"a":1}"#), true,
                    String?.none)
            }
            let columns = "SELECT a, b, c, d, e, f, g, h, i FROM samples" as StaticString
            try await database.read { tx in
                let count = try tx.rows(columns) { (row: borrowing Row) throws in
                    #expect(try row.integer(0) == .min)
                    #expect(try row.double(1) == 0.1)
                    #expect(try row.text(2) == "Grüße 👋")
                    #expect(try row.blob(3) == [0, 255])
                    #expect(try row.uuid(4) == id)
                    #expect(try row.time(5) == time)
                    #expect(try row.json(6).replacing(" ", with: "") == #"{"a":1}"#)
                    #expect(try row.bool(7))
                    #expect(try row.isNull(8))
                    #expect(try row.textOrNil(8) == nil)
                }.count
                #expect(count == 1)
            }
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `every kind of value may be absent`(backend: DatabaseBackend) async throws {
        try await backend.withDatabase { database in
            try await database.read { tx in
                try tx.row("SELECT NULL") { (row: borrowing Row) throws in
                    #expect(try row.textOrNil(0) == nil)
                    #expect(try row.intOrNil(0) == nil)
                    #expect(try row.integerOrNil(0) == nil)
                    #expect(try row.doubleOrNil(0) == nil)
                    #expect(try row.boolOrNil(0) == nil)
                    #expect(try row.uuidOrNil(0) == nil)
                    #expect(try row.timeOrNil(0) == nil)
                    #expect(try row.jsonOrNil(0) == nil)
                    #expect(try row.blobOrNil(0) == nil)
                    #expect(throws: SQLError.invalidColumn(0, reason: "unexpected NULL")) { try row.text(0) }
                }
            }
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `parameters are bound by number, wherever and however often they appear`(backend: DatabaseBackend) async throws
    {
        try await backend.withDatabase { database in
            let text = try await database.read { tx in
                try tx.row("SELECT $2 || $1 || $3 || $2", "b", "a", "c") { try $0.text(0) }
            }
            #expect(text == "abca")
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `values that PostgreSQL could not hold are refused`(backend: DatabaseBackend) async throws {
        try await backend.withDatabase { database in
            await #expect(throws: SQLError.invalidParameter(2, reason: "text that contains a NUL")) {
                try await database.read { tx in try tx.rows("SELECT $1::bigint, $2", 1, "a\0b") { _ in } }
            }
            await #expect(throws: SQLError.invalidParameter(1, reason: "text that contains a NUL")) {
                try await database.read { tx in try tx.rows("SELECT $1::jsonb", SQLValue.json("\"\0\"")) { _ in } }
            }
            await #expect(throws: SQLError.invalidParameter(1, reason: "not a number")) {
                try await database.read { tx in try tx.rows("SELECT $1::double precision", Double.nan) { _ in } }
            }
            await #expect(throws: SQLError.invalidParameter(1, reason: "a time outside the years 1 to 9999")) {
                try await database.read { tx in
                    try tx.rows("SELECT $1::timestamptz", Date(timeIntervalSince1970: .infinity)) { _ in }
                }
            }
        }
    }

    @Test(
        arguments: DatabaseBackend.allCases,
        [#""\u0000""#, #"{"a":"\\\u0000"}"#, #""\ud83d""#, #""\ud83d\n""#, #""\ud83dx\udc4b""#, #""\udc4b""#])
    func `JSON with an escape that stands for no text is refused`(backend: DatabaseBackend, json: String) async throws {
        try await backend.withDatabase { database in
            let error = await #expect(throws: SQLError.self) {
                try await database.read { tx in try tx.rows("SELECT $1::jsonb", SQLValue.json(json)) { _ in } }
            }
            #expect(error?.description.hasPrefix("parameter $1: JSON with ") == true)
        }
    }

    @Test(
        arguments: DatabaseBackend.allCases,
        [#""\\u0000""#, #""\u0001\\""#, #""\ud83d\udc4b""#, #""\uD83D\uDC4B\uD83D\uDC4B""#, #"["👋","\\\\u0000"]"#])
    func `JSON with other escapes is kept`(backend: DatabaseBackend, json: String) async throws {
        try await backend.withDatabase { database in
            let stored = try await database.read { tx in
                try tx.row("SELECT $1::jsonb", SQLValue.json(json)) { try $0.json(0) }
            }
            let (given, kept) = (Data(json.utf8), Data((stored ?? "").utf8))
            #expect(
                try JSONSerialization.jsonObject(with: given, options: .fragmentsAllowed) as? NSObject
                    == JSONSerialization.jsonObject(with: kept, options: .fragmentsAllowed) as? NSObject)
        }
    }

    @Test(arguments: DatabaseBackend.allCases, [0, 1, 3])
    func `a statement with too few or too many values is refused`(backend: DatabaseBackend, given: Int) async throws {
        try await backend.withDatabase { database in
            await #expect(throws: SQLError.parameterCount(expected: 2, given: given)) {
                try await database.read { tx in
                    switch given {
                    case 0: try tx.rows("SELECT $1::bigint, $2::bigint") { _ in }
                    case 1: try tx.rows("SELECT $1::bigint, $2::bigint", 1) { _ in }
                    default: try tx.rows("SELECT $1::bigint, $2::bigint", 1, 2, 3) { _ in }
                    }
                }
            }
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `the rows that a statement changed are counted`(backend: DatabaseBackend) async throws {
        try await backend.withDatabase { database in
            let counts = try await database.write { tx in
                try tx.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)")
                return [
                    try tx.affectedRows("INSERT INTO notes VALUES (1, 'a'), (2, 'b'), (3, 'c')"),
                    try tx.affectedRows("INSERT INTO notes VALUES (3, 'd') ON CONFLICT DO NOTHING"),
                    try tx.affectedRows("UPDATE notes SET text = 'x' WHERE id < $1", 3),
                    try tx.affectedRows("CREATE INDEX notes_text ON notes (text)"),
                    try tx.affectedRows("DELETE FROM notes WHERE id = $1", 9),
                    try tx.affectedRows("SELECT text FROM notes"),
                ]
            }
            #expect(counts == [3, 0, 2, 0, 0, 0])
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `rows come in order, a missing row is nil`(backend: DatabaseBackend) async throws {
        try await backend.withDatabase { database in
            try await database.write { try $0.script(people) }
            let names = try await database.read { tx in
                try tx.rows("SELECT name FROM people ORDER BY name DESC") { try $0.text(0) }
            }
            let nobody = try await database.read { tx in
                try tx.row("SELECT name FROM people WHERE id = $1", 99) { try $0.text(0) }
            }
            #expect(names == ["Bo", "Ann"])
            #expect(nobody == nil)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a statement can be used again while it delivers rows`(backend: DatabaseBackend) async throws {
        try await backend.withDatabase { database in
            try await database.write { try $0.script(people) }

            @Sendable func names(in tx: Transaction, depth: Int) throws -> [String] {
                try tx.rows("SELECT name FROM people ORDER BY name") { row in
                    let inner = depth > 0 ? try names(in: tx, depth: depth - 1).joined() : ""
                    return try row.text(0) + inner
                }
            }
            let nested = try await database.read { try names(in: $0, depth: 1) }
            #expect(nested == ["AnnAnnBo", "BoAnnBo"])
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a column of another type, or none, is an error`(backend: DatabaseBackend) async throws {
        try await backend.withDatabase { database in
            try await database.read { tx in
                try tx.row("SELECT 'text', 7, 'x'") { (row: borrowing Row) throws in
                    #expect(throws: SQLError.self) { try row.int(0) }
                    #expect(throws: SQLError.self) { try row.text(1) }
                    #expect(throws: SQLError.self) { try row.bool(1) }
                    #expect(throws: SQLError.self) { try row.uuid(2) }
                    #expect(throws: SQLError.self) { try row.time(2) }
                    #expect(throws: SQLError.self) { try row.blob(2) }
                    #expect(throws: SQLError.invalidColumn(3, reason: "the row has 3 columns")) { try row.textOrNil(3) }
                    #expect(throws: SQLError.self) { try row.isNull(-1) }
                }
            }
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `big values come back whole`(backend: DatabaseBackend) async throws {
        try await backend.withDatabase { database in
            let text = String(repeating: "ä", count: 2_000_000)
            let blob = [UInt8](repeating: 7, count: 5_000_000)
            try await database.write { tx in
                try tx.execute(
                    tx.dialect.text(
                        sqlite: "CREATE TABLE big (text TEXT, blob BLOB)",
                        postgres: "CREATE TABLE big (text TEXT, blob BYTEA)"))
                try tx.execute("INSERT INTO big VALUES ($1, $2)", text, blob)
            }
            let found = try await database.read { tx in
                try tx.row("SELECT text, blob FROM big") { (try $0.text(0), try $0.blob(1)) }
            }
            #expect(found?.0 == text)
            #expect(found?.1 == blob)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `empty text and an empty blob are not NULL`(backend: DatabaseBackend) async throws {
        try await backend.withDatabase { database in
            let found = try await database.read { tx in
                try tx.row("SELECT $1, $2::bytea", "", [UInt8]()) { (try $0.text(0), try $0.blob(1)) }
            }
            #expect(found?.0 == "")
            #expect(found?.1 == [])
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `the database's clock stands still in a transaction and is stored exactly`(
        backend: DatabaseBackend
    ) async throws {
        try await backend.withDatabase { database in
            let (first, second, stored) = try await database.write { tx in
                let now = try tx.now()
                return (now, try tx.now(), try tx.row("SELECT $1::timestamptz", now) { try $0.time(0) })
            }
            #expect(first == second)
            #expect(stored == first)
        }
    }
}

private let people = """
    CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
    INSERT INTO people VALUES (1, 'Ann'), (2, 'Bo');
    """

import Foundation
import SQL
import Testing

/// What SQLite keeps: other tools read it, and its order as text is the order of values.
@Suite struct StoredFormTests {
    @Test(arguments: [
        (0.0, "1970-01-01T00:00:00.000000Z"),
        (1_795_252_020.123456, "2026-11-21T09:07:00.123456Z"),
        (951_782_400, "2000-02-29T00:00:00.000000Z"),
        (-0.000001, "1969-12-31T23:59:59.999999Z"),
        (4_107_542_399.999999, "2100-02-28T23:59:59.999999Z"),
        (-62_135_596_800, "0001-01-01T00:00:00.000000Z"),
        (253_402_300_799, "9999-12-31T23:59:59.000000Z"),
    ])
    func `a time is text of fixed width`(seconds: Double, text: String) async throws {
        let stored = try await storedText(of: Date(timeIntervalSince1970: seconds))
        #expect(stored == text)
    }

    @Test func `times come back equal to the microsecond`() async throws {
        let times = (0..<2000).map { (index: Int64) in
            // Whole microseconds, spread from 1970 to 2200.
            let microseconds = ((index &* 6_364_136_223_846_793_005) & Int64.max) % 7_258_118_400_000_000
            return (microseconds, Date(timeIntervalSince1970: 0).addingMicroseconds(microseconds))
        }
        let database = try await SQLiteDatabase.inMemory()
        try await closing(database) {
            try await database.read { tx in
                for (microseconds, time) in times {
                    let back = try tx.row("SELECT $1", time) { try $0.time(0) }
                    #expect(back == time, "\(microseconds)")
                }
            }
        }
    }

    @Test(arguments: [
        "2026-11-21T09:05:20Z", "2026-11-21 09:05:20.123456Z", "2026-11-21T09:05:20.123456+",
        "2026-02-29T00:00:00.000000Z",
        "2026-13-01T00:00:00.000000Z", "2026-11-21T24:00:00.000000Z", "2026-11-21T09:05:60.000000Z",
        "2026-00-21T09:05:20.123456Z", "2026-11-00T09:05:20.123456Z", "2026-11-2xT09:05:20.123456Z", "",
        "0000-01-01T00:00:00.000000Z",
    ])
    func `text of another form is no time`(text: String) async throws {
        let database = try await SQLiteDatabase.inMemory()
        try await closing(database) {
            await #expect(throws: SQLError.self) {
                try await database.read { tx in try tx.row("SELECT $1", text) { try $0.time(0) } }
            }
        }
    }

    @Test func `a UUID is lower-case text, and is read in either case`() async throws {
        let id = try #require(UUID(uuidString: "0193A7F0-1C2B-7DEF-89AB-0123456789CD"))
        let stored = try await storedText(of: id)
        #expect(stored == "0193a7f0-1c2b-7def-89ab-0123456789cd")

        let database = try await SQLiteDatabase.inMemory()
        try await closing(database) {
            let back = try await database.read { tx in try tx.row("SELECT upper($1)", id) { try $0.uuid(0) } }
            #expect(back == id)
            for rubbish in [
                "", "0193a7f0-1c2b-7def-89ab-0123456789c", "0193a7f0_1c2b-7def-89ab-0123456789cd",
                "0193a7f0-1c2b-7def-89ab-0123456789cg", "0193a7f01-c2b-7def-89ab-0123456789cd",
            ] {
                await #expect(throws: SQLError.self) {
                    try await database.read { tx in try tx.row("SELECT $1", rubbish) { try $0.uuid(0) } }
                }
            }
        }
    }

    private func storedText(of value: some SQLBindable & Sendable) async throws -> String? {
        let database = try await SQLiteDatabase.inMemory()
        let text = try await database.read { tx in try tx.row("SELECT $1", value) { try $0.text(0) } }
        await database.close()
        return text
    }
}

extension Date {
    fileprivate func addingMicroseconds(_ count: Int64) -> Date {
        let (seconds, rest) = count.quotientAndRemainder(dividingBy: 1_000_000)
        let whole = timeIntervalSinceReferenceDate + Double(seconds)
        return Date(timeIntervalSinceReferenceDate: whole + Double(rest) / 1e6)
    }
}

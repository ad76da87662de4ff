import CSQLite
import FoundationEssentials
import Glibc

/// A prepared statement. Owned by its connection and confined to its thread; finalised with it.
///
/// SQLite numbers `$2, $1` by appearance, and takes `$1` and `$1::jsonb` for two parameters (the cast is part of the
/// name), so numbers are read from the names once.
final class SQLiteStatement: DriverStatement {
    private let handle: OpaquePointer
    private unowned let connection: SQLiteConnection
    private let text: StaticString
    /// The `n` of `$n` at each of SQLite's own positions; empty when the two are the same everywhere.
    private let numbers: [Int]
    let parameterCount: Int
    private var isInUse = false
    private var changesBefore: sqlite3_int64 = 0

    init(_ sql: StaticString, on connection: SQLiteConnection) throws(SQLError) {
        var handle: OpaquePointer?
        let code = sql.withUTF8Buffer { text in
            text.withMemoryRebound(to: CChar.self) { text in
                sqlite3_prepare_v3(
                    connection.handle, text.baseAddress, Int32(text.count), UInt32(SQLITE_PREPARE_PERSISTENT), &handle,
                    nil)
            }
        }
        guard code == SQLITE_OK else { throw connection.error(code, during: nil) }
        guard let handle else { throw .other(code: "1", message: "the statement is empty") }
        do {
            let numbers = try parameterNumbers(of: handle)
            parameterCount = numbers.max() ?? 0
            self.numbers = numbers == Array(1..<(numbers.count + 1)) ? [] : numbers
        } catch {
            sqlite3_finalize(handle)
            throw error
        }
        self.handle = handle
        self.connection = connection
        text = sql
    }

    deinit { sqlite3_finalize(handle) }

    /// `false` when the statement is being run already.
    func begin() -> Bool {
        guard !isInUse else { return false }
        isInUse = true
        changesBefore = sqlite3_total_changes64(connection.handle)
        return true
    }

    func finish() {
        sqlite3_reset(handle)
        if parameterCount > 0 { sqlite3_clear_bindings(handle) }
        isInUse = false
    }

    func step() throws(SQLError) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw connection.error(code, during: text.description)
        }
    }

    func runLater() throws(SQLError) {
        while try step() {}
    }

    /// `sqlite3_changes64` keeps the number of an earlier statement when this one changes no rows by nature.
    var affectedRows: Int {
        let database = connection.handle
        return sqlite3_total_changes64(database) == changesBefore ? 0 : Int(sqlite3_changes64(database))
    }
}

/// The `n` of each `$n`, which may be followed by a cast (`$1::jsonb`) that means nothing to SQLite.
private func parameterNumbers(of handle: OpaquePointer) throws(SQLError) -> [Int] {
    var numbers: [Int] = []
    for position in 0..<sqlite3_bind_parameter_count(handle) {
        let name = sqlite3_bind_parameter_name(handle, position + 1).map { String(cString: $0) } ?? "?"
        guard name.first == "$", let number = Int(name.dropFirst().prefix { $0 != ":" }), number > 0 else {
            throw .other(code: "1", message: "parameters are named $1 … $n, not \(name)")
        }
        numbers.append(number)
    }
    guard Set(numbers).count == numbers.max() ?? 0 else {
        throw .other(code: "1", message: "parameters are numbered from $1 without a gap")
    }
    return numbers
}

// Parameters. SQLite copies what it is given.
extension SQLiteStatement {
    func bind(_ value: SQLValue, to number: Int) throws(SQLError) {
        if numbers.isEmpty { return try bind(value, to: number, at: Int32(number)) }
        for (index, own) in numbers.enumerated() where own == number {
            try bind(value, to: number, at: Int32(index + 1))
        }
    }

    private func bind(_ value: SQLValue, to number: Int, at index: Int32) throws(SQLError) {
        let code: Int32
        switch value {
        case .null: code = sqlite3_bind_null(handle, index)
        case .bool(let value): code = sqlite3_bind_int64(handle, index, value ? 1 : 0)
        case .integer(let value): code = sqlite3_bind_int64(handle, index, value)
        case .real(let value):
            guard !value.isNaN else { throw .invalidParameter(number, reason: "not a number") }
            code = sqlite3_bind_double(handle, index, value)
        case .text(let value): code = try bind(value, to: number, at: index)
        case .json(let value):
            if let problem = JSONEscapes.problem(in: value) { throw .invalidParameter(number, reason: problem) }
            code = try bind(value, to: number, at: index)
        case .blob(let value):
            code = value.withUnsafeBytes {
                sqlite_bind_blob_copy(handle, index, $0.baseAddress, sqlite3_uint64($0.count))
            }
        case .uuid(let value): code = bind(index, length: UUIDText.length) { UUIDText.write(value, to: $0) }
        case .time(let value):
            guard let time = UTCTimestamp(value) else {
                throw .invalidParameter(number, reason: "a time outside the years 1 to 9999")
            }
            code = bind(index, length: UTCTimestamp.textLength, fill: time.write)
        }
        switch code {
        case SQLITE_OK: return
        case SQLITE_TOOBIG: throw .invalidParameter(number, reason: "too big")
        default: throw connection.error(code, during: text.description)
        }
    }

    private func bind(_ text: String, to number: Int, at index: Int32) throws(SQLError) -> Int32 {
        var text = text
        let code: Int32? = text.withUTF8 { bytes in
            if let start = bytes.baseAddress, memchr(start, 0, bytes.count) != nil { return nil }
            return sqlite_bind_text_copy(handle, index, bytes.baseAddress, sqlite3_uint64(bytes.count))
        }
        guard let code else { throw .invalidParameter(number, reason: "text that contains a NUL") }
        return code
    }

    private func bind(_ index: Int32, length: Int, fill: (UnsafeMutableBufferPointer<UInt8>) -> Void) -> Int32 {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: length) { bytes in
            fill(bytes)
            return sqlite_bind_text_copy(handle, index, bytes.baseAddress, sqlite3_uint64(length))
        }
    }
}

// Columns of the current row. Bytes are valid until the next step, so they are decoded at once.
extension SQLiteStatement {
    func isNull(_ column: Int) throws(SQLError) -> Bool { try type(of: column) == SQLITE_NULL }

    func text(_ column: Int) throws(SQLError) -> String? {
        guard let bytes = try bytes(ofText: column) else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .invalidColumn(column, reason: "text that is not UTF-8")
        }
        return text
    }

    func json(_ column: Int) throws(SQLError) -> String? { try text(column) }

    func integer(_ column: Int) throws(SQLError) -> Int64? {
        guard try holds(SQLITE_INTEGER, column) else { return nil }
        return sqlite3_column_int64(handle, Int32(column))
    }

    func double(_ column: Int) throws(SQLError) -> Double? {
        if try type(of: column) == SQLITE_INTEGER { return sqlite3_column_double(handle, Int32(column)) }
        guard try holds(SQLITE_FLOAT, column) else { return nil }
        return sqlite3_column_double(handle, Int32(column))
    }

    func bool(_ column: Int) throws(SQLError) -> Bool? {
        switch try integer(column) {
        case nil: return nil
        case 0: return false
        case 1: return true
        default: throw .invalidColumn(column, reason: "an integer that is neither 0 nor 1")
        }
    }

    func uuid(_ column: Int) throws(SQLError) -> UUID? {
        guard let bytes = try bytes(ofText: column) else { return nil }
        guard let uuid = UUIDText.read(bytes) else { throw .invalidColumn(column, reason: "text that is no UUID") }
        return uuid
    }

    func time(_ column: Int) throws(SQLError) -> Date? {
        guard let bytes = try bytes(ofText: column) else { return nil }
        guard let time = UTCTimestamp(text: bytes) else {
            throw .invalidColumn(column, reason: "text that is no time of the form 2026-11-21T09:05:20.123456Z")
        }
        return time.date
    }

    func blob(_ column: Int) throws(SQLError) -> [UInt8]? {
        guard try holds(SQLITE_BLOB, column) else { return nil }
        let count = Int(sqlite3_column_bytes(handle, Int32(column)))
        guard count > 0 else { return [] }
        guard let start = sqlite3_column_blob(handle, Int32(column)) else { throw .outOfMemory }
        return Array(UnsafeRawBufferPointer(start: start, count: count))
    }

    private func bytes(ofText column: Int) throws(SQLError) -> UnsafeBufferPointer<UInt8>? {
        guard try holds(SQLITE_TEXT, column) else { return nil }
        guard let start = sqlite3_column_text(handle, Int32(column)) else { throw .outOfMemory }
        return UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, Int32(column))))
    }

    /// `false` for NULL.
    private func holds(_ expected: Int32, _ column: Int) throws(SQLError) -> Bool {
        let found = try type(of: column)
        if found == expected { return true }
        if found == SQLITE_NULL { return false }
        throw .invalidColumn(column, reason: "\(typeName(found)) where \(typeName(expected)) was expected")
    }

    private func type(of column: Int) throws(SQLError) -> Int32 {
        guard column >= 0, column < Int(sqlite3_data_count(handle)) else {
            throw .invalidColumn(column, reason: "the row has \(sqlite3_data_count(handle)) columns")
        }
        return sqlite3_column_type(handle, Int32(column))
    }
}

private func typeName(_ type: Int32) -> String {
    switch type {
    case SQLITE_INTEGER: "an integer"
    case SQLITE_FLOAT: "a real number"
    case SQLITE_TEXT: "text"
    case SQLITE_BLOB: "a blob"
    default: "NULL"
    }
}

import CPostgres
import FoundationEssentials

/// What the server knows of a statement that a connection has prepared.
struct PreparedStatement {
    let text: StaticString
    let name: String
    let parameterTypes: [Oid]
}

/// One use of a prepared statement. Confined to its connection's thread.
final class PostgresStatement: DriverStatement {
    private let prepared: PreparedStatement
    private unowned let connection: PostgresConnection
    /// All rows of the result, once it was asked for.
    private var result: PostgresResult?
    private var row: Int32 = -1

    init(_ prepared: PreparedStatement, on connection: PostgresConnection) {
        self.prepared = prepared
        self.connection = connection
        connection.parameters.reset(count: prepared.parameterTypes.count)
    }

    var parameterCount: Int { prepared.parameterTypes.count }

    func bind(_ value: SQLValue, to number: Int) throws(SQLError) {
        try connection.parameters.set(value, as: prepared.parameterTypes[number - 1], number: number)
    }

    func step() throws(SQLError) -> Bool {
        if result == nil { result = try connection.run(prepared) }
        row += 1
        return row < (result?.rowCount ?? 0)
    }

    func runLater() throws(SQLError) { try connection.runLater(prepared) }

    func finish() { result = nil }

    var affectedRows: Int { result?.affectedRows ?? 0 }
}

// Columns, in binary form.
extension PostgresStatement {
    func isNull(_ column: Int) throws(SQLError) -> Bool { try value(column) == nil }

    func text(_ column: Int) throws(SQLError) -> String? {
        guard let (bytes, type) = try value(column) else { return nil }
        guard PostgresType.isText(type) else { throw mismatch(column, type, "text") }
        return String(decoding: bytes, as: UTF8.self)
    }

    func integer(_ column: Int) throws(SQLError) -> Int64? {
        guard let (bytes, type) = try value(column) else { return nil }
        switch type {
        case PostgresType.bigint: return read(bytes)
        case PostgresType.integer: return Int64(read(bytes) as Int32)
        case PostgresType.smallint: return Int64(read(bytes) as Int16)
        default: throw mismatch(column, type, "an integer")
        }
    }

    func double(_ column: Int) throws(SQLError) -> Double? {
        guard let (bytes, type) = try value(column) else { return nil }
        switch type {
        case PostgresType.double: return Double(bitPattern: read(bytes))
        case PostgresType.real: return Double(Float(bitPattern: read(bytes)))
        default: throw mismatch(column, type, "a real number")
        }
    }

    func bool(_ column: Int) throws(SQLError) -> Bool? {
        guard let (bytes, type) = try value(column) else { return nil }
        guard type == PostgresType.bool else { throw mismatch(column, type, "a truth value") }
        return bytes.first == 1
    }

    func uuid(_ column: Int) throws(SQLError) -> UUID? {
        guard let (bytes, type) = try value(column) else { return nil }
        guard type == PostgresType.uuid else { throw mismatch(column, type, "a UUID") }
        return UUID(uuid: UnsafeRawBufferPointer(bytes).loadUnaligned(as: uuid_t.self))
    }

    func time(_ column: Int) throws(SQLError) -> Date? {
        guard let (bytes, type) = try value(column) else { return nil }
        guard type == PostgresType.timestamptz else { throw mismatch(column, type, "a time") }
        let (microseconds, overflow) = (read(bytes) as Int64).addingReportingOverflow(postgresEpoch)
        guard !overflow, let time = UTCTimestamp(microseconds: microseconds) else {
            throw .invalidColumn(column, reason: "a time outside the years 1 to 9999")
        }
        return time.date
    }

    func json(_ column: Int) throws(SQLError) -> String? {
        guard let (bytes, type) = try value(column) else { return nil }
        switch type {
        case PostgresType.jsonb: return String(decoding: bytes.dropFirst(), as: UTF8.self)
        case PostgresType.json: return String(decoding: bytes, as: UTF8.self)
        default: throw mismatch(column, type, "JSON")
        }
    }

    func blob(_ column: Int) throws(SQLError) -> [UInt8]? {
        guard let (bytes, type) = try value(column) else { return nil }
        guard type == PostgresType.bytea else { throw mismatch(column, type, "bytes") }
        return Array(bytes)
    }

    /// The bytes of the current row's column, which are libpq's own; `nil` for NULL.
    private func value(_ column: Int) throws(SQLError) -> (UnsafeBufferPointer<UInt8>, Oid)? {
        guard let result else { throw .invalidColumn(column, reason: "there is no row") }
        guard (0..<Int(result.columnCount)).contains(column) else {
            throw .invalidColumn(column, reason: "the row has \(result.columnCount) columns")
        }
        return result.value(row: row, column: Int32(column))
    }

    private func read<T: FixedWidthInteger>(_ bytes: UnsafeBufferPointer<UInt8>) -> T {
        T(bigEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(as: T.self))
    }

    private func mismatch(_ column: Int, _ type: Oid, _ wanted: String) -> SQLError {
        .invalidColumn(column, reason: "\(PostgresType.title(of: type)) where \(wanted) was asked for")
    }
}

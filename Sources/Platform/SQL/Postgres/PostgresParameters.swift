import CPostgres
import FoundationEssentials

/// The values of one statement in PostgreSQL's binary form, one behind the other.
///
/// The server has told each parameter's type; a value that doesn't fit it is refused here, with its number.
struct PostgresParameters {
    /// The first byte belongs to none: even an empty value needs an address, since none means NULL.
    private var bytes: [UInt8] = [0]
    /// Where each value begins; -1 for NULL.
    private var starts: [Int] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    mutating func reset(count: Int) {
        bytes.removeSubrange(1...)
        starts = Array(repeating: -1, count: count)
        lengths = Array(repeating: 0, count: count)
        formats = Array(repeating: 1, count: count)
    }

    /// Hands the values to libpq, which copies them: how many, where, how long, in which form.
    func withPointers<T>(
        _ body: (Int32, [UnsafePointer<CChar>?], [Int32], [Int32]) -> T
    ) -> T {
        bytes.withUnsafeBytes { bytes in
            let pointers = starts.map { start in
                start < 0 ? nil : bytes.baseAddress.map { ($0 + start).assumingMemoryBound(to: CChar.self) }
            }
            return body(Int32(starts.count), pointers, lengths, formats)
        }
    }

    /// - Parameter number: Counts from 1.
    mutating func set(_ value: SQLValue, as type: Oid, number: Int) throws(SQLError) {
        let start = bytes.count
        switch value {
        case .null: return
        case .bool(let value) where type == PostgresType.bool: bytes.append(value ? 1 : 0)
        case .integer(let value): try append(value, as: type, number)
        case .real(let value): try append(value, as: type, number)
        case .text(let value): try append(value, as: type, number)
        case .json(let value): try appendJSON(value, as: type, number)
        case .blob(let value) where type == PostgresType.bytea: bytes.append(contentsOf: value)
        case .uuid(let value) where type == PostgresType.uuid:
            withUnsafeBytes(of: value.uuid) { bytes.append(contentsOf: $0) }
        case .time(let value) where type == PostgresType.timestamptz:
            guard let time = UTCTimestamp(value) else {
                throw .invalidParameter(number, reason: "a time outside the years 1 to 9999")
            }
            append(time.microseconds - postgresEpoch)
        case .bool, .blob, .uuid, .time: throw mismatch(value, type, number)
        }
        let length = bytes.count - start
        guard length < 1 << 30 else { throw .invalidParameter(number, reason: "a value of a gigabyte or more") }
        starts[number - 1] = start
        lengths[number - 1] = Int32(length)
    }

    private mutating func append(_ value: Int64, as type: Oid, _ number: Int) throws(SQLError) {
        switch type {
        case PostgresType.bigint: append(value)
        case PostgresType.integer: append(try narrow(value, number) as Int32)
        case PostgresType.smallint: append(try narrow(value, number) as Int16)
        default: throw mismatch(.integer(value), type, number)
        }
    }

    private func narrow<T: FixedWidthInteger>(_ value: Int64, _ number: Int) throws(SQLError) -> T {
        guard let narrow = T(exactly: value) else {
            throw .invalidParameter(number, reason: "a number beyond what \(T.bitWidth) bits hold")
        }
        return narrow
    }

    private mutating func append(_ value: Double, as type: Oid, _ number: Int) throws(SQLError) {
        guard !value.isNaN else { throw .invalidParameter(number, reason: "not a number") }
        switch type {
        case PostgresType.double: append(value.bitPattern)
        case PostgresType.real:
            guard Float(value).isInfinite == value.isInfinite else {
                throw .invalidParameter(number, reason: "a number beyond what 32 bits hold")
            }
            append(Float(value).bitPattern)
        default: throw mismatch(.real(value), type, number)
        }
    }

    /// Types that we have no binary form of are sent as text, which the server reads.
    private mutating func append(_ value: String, as type: Oid, _ number: Int) throws(SQLError) {
        switch type {
        case PostgresType.bool, PostgresType.bytea, PostgresType.bigint, PostgresType.smallint, PostgresType.integer,
            PostgresType.json, PostgresType.real, PostgresType.double, PostgresType.timestamptz, PostgresType.uuid,
            PostgresType.jsonb:
            throw mismatch(.text(value), type, number)
        default:
            guard !value.utf8.contains(0) else { throw .invalidParameter(number, reason: "text that contains a NUL") }
            formats[number - 1] = PostgresType.isText(type) ? 1 : 0
            bytes.append(contentsOf: value.utf8)
            // Values in text form end with a NUL.
            if formats[number - 1] == 0 { bytes.append(0) }
        }
    }

    private mutating func appendJSON(_ value: String, as type: Oid, _ number: Int) throws(SQLError) {
        if let problem = JSONEscapes.problem(in: value) { throw .invalidParameter(number, reason: problem) }
        switch type {
        case PostgresType.jsonb: bytes.append(1)  // the version of the binary form
        case PostgresType.json: break
        default: throw mismatch(.json(value), type, number)
        }
        bytes.append(contentsOf: value.utf8)
    }

    private mutating func append(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    private func mismatch(_ value: SQLValue, _ type: Oid, _ number: Int) -> SQLError {
        .invalidParameter(number, reason: "\(value.kind) where the statement has \(PostgresType.title(of: type))")
    }
}

extension SQLValue {
    fileprivate var kind: String {
        switch self {
        case .null: "NULL"
        case .bool: "a truth value"
        case .integer: "an integer"
        case .real: "a real number"
        case .text: "text"
        case .blob: "bytes"
        case .uuid: "a UUID"
        case .time: "a time"
        case .json: "JSON"
        }
    }
}

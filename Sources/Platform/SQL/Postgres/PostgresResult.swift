import CPostgres

/// A result of libpq's, cleared when it is let go of.
final class PostgresResult {
    let handle: OpaquePointer

    init(_ handle: OpaquePointer) { self.handle = handle }

    deinit { PQclear(handle) }

    var status: ExecStatusType { PQresultStatus(handle) }
    var rowCount: Int32 { PQntuples(handle) }
    var columnCount: Int32 { PQnfields(handle) }

    /// Rows inserted, updated or deleted; a SELECT changes none, although the server counts its rows too.
    var affectedRows: Int {
        guard status == PGRES_COMMAND_OK || columnCount > 0, !command.hasPrefix("SELECT") else { return 0 }
        return Int(String(cString: PQcmdTuples(handle))) ?? 0
    }

    /// What the server says it did: `INSERT 0 1`, `COMMIT`.
    var command: String { String(cString: PQcmdStatus(handle)) }

    /// `nil` for NULL. The bytes live as long as the result.
    func value(row: Int32, column: Int32) -> (UnsafeBufferPointer<UInt8>, Oid)? {
        guard PQgetisnull(handle, row, column) == 0, let start = PQgetvalue(handle, row, column) else { return nil }
        let length = Int(PQgetlength(handle, row, column))
        let bytes = UnsafeRawPointer(start).bindMemory(to: UInt8.self, capacity: length)
        return (UnsafeBufferPointer(start: bytes, count: length), PQftype(handle, column))
    }

    /// Text of a value in text form.
    func text(row: Int32, column: Int32) -> String? {
        value(row: row, column: column).map { String(decoding: $0.0, as: UTF8.self) }
    }

    /// Microseconds since 1970 of a value in binary form.
    func microseconds(row: Int32, column: Int32) -> Int64? {
        guard let (bytes, type) = value(row: row, column: column), type == PostgresType.timestamptz else { return nil }
        let sinceEpoch = Int64(bigEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(as: Int64.self))
        return sinceEpoch.addingReportingOverflow(postgresEpoch).partialValue
    }

    func columnName(_ column: Int32) -> String? { PQfname(handle, column).map { String(cString: $0) } }

    /// A kept plan whose columns a migration has changed, or a prepared statement that the server has forgotten.
    var isOfStalePlan: Bool {
        switch errorField(pq_diag_sqlstate) {
        case "0A000": errorField(pq_diag_source_function) == "RevalidateCachedQuery"
        case "26000": true
        default: false
        }
    }

    /// Of a prepared statement's description.
    var parameterTypes: [Oid] { (0..<PQnparams(handle)).map { PQparamtype(handle, $0) } }

    func errorField(_ field: Int32) -> String? { PQresultErrorField(handle, field).map { String(cString: $0) } }
}

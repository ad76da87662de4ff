package import FoundationEssentials

/// A row of a result, valid while it is decoded. Columns count from 0.
///
/// Each getter comes in two kinds: the plain one throws `SQLError.invalidColumn` for NULL, the other returns `nil`.
/// Both throw it when the column holds another type.
package struct Row: ~Copyable {
    private let statement: any DriverStatement

    init(_ statement: any DriverStatement) { self.statement = statement }

    package func isNull(_ column: Int) throws -> Bool { try statement.isNull(column) }

    package func text(_ column: Int) throws -> String { try present(statement.text(column), column) }
    package func textOrNil(_ column: Int) throws -> String? { try statement.text(column) }

    package func int(_ column: Int) throws -> Int { try Int(present(statement.integer(column), column)) }
    package func intOrNil(_ column: Int) throws -> Int? { try statement.integer(column).map { Int($0) } }

    package func integer(_ column: Int) throws -> Int64 { try present(statement.integer(column), column) }
    package func integerOrNil(_ column: Int) throws -> Int64? { try statement.integer(column) }

    package func double(_ column: Int) throws -> Double { try present(statement.double(column), column) }
    package func doubleOrNil(_ column: Int) throws -> Double? { try statement.double(column) }

    package func bool(_ column: Int) throws -> Bool { try present(statement.bool(column), column) }
    package func boolOrNil(_ column: Int) throws -> Bool? { try statement.bool(column) }

    package func uuid(_ column: Int) throws -> UUID { try present(statement.uuid(column), column) }
    package func uuidOrNil(_ column: Int) throws -> UUID? { try statement.uuid(column) }

    package func time(_ column: Int) throws -> Date { try present(statement.time(column), column) }
    package func timeOrNil(_ column: Int) throws -> Date? { try statement.time(column) }

    /// The text of a JSON value; its spacing and the order of its keys are the database's.
    package func json(_ column: Int) throws -> String { try present(statement.json(column), column) }
    package func jsonOrNil(_ column: Int) throws -> String? { try statement.json(column) }

    package func blob(_ column: Int) throws -> [UInt8] { try present(statement.blob(column), column) }
    package func blobOrNil(_ column: Int) throws -> [UInt8]? { try statement.blob(column) }

    private func present<T>(_ value: T?, _ column: Int) throws(SQLError) -> T {
        guard let value else { throw .invalidColumn(column, reason: "unexpected NULL") }
        return value
    }
}

/// Why bytes are not the JSON we accept, and where.
package struct JSONError: Error, Equatable, Sendable {
    /// Bytes before the place.
    package let offset: Int
    /// Counted from 1.
    package let line: Int
    /// Counted from 1, in Unicode scalars.
    package let column: Int
    /// What was expected there, or what is refused: `expected ',' or '}', found 'x'`.
    package let problem: String
}

extension JSONError: CustomStringConvertible {
    package var description: String { "line \(line), column \(column): \(problem)" }
}

extension JSONError {
    init(_ problem: String, at offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
        let place = TextPlace(of: offset, in: bytes)
        self.init(offset: offset, line: place.line, column: place.column, problem: problem)
    }
}

/// An answer's body in the pieces that arrived, to be read once.
///
/// The server is made to wait while more than 256 kB are unread. A body dropped before its end closes the connection; so
/// does the reading task's cancellation, which makes `next` throw `CancellationError`.
package struct HTTPBody: AsyncSequence, Sendable {
    package typealias Element = [UInt8]

    package struct AsyncIterator: AsyncIteratorProtocol {
        /// - Returns: what arrived since, never empty; `nil` at the body's end.
        /// - Throws: `HTTPError`: a body that was cut short is an error, never a short body.
        package mutating func next() async throws -> [UInt8]? { throw HTTPError.closed }
    }

    package func makeAsyncIterator() -> AsyncIterator { AsyncIterator() }
}

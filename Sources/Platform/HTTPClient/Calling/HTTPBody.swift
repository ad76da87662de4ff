/// An answer's body in the pieces that arrived, to be read once.
///
/// The server is made to wait while more than 256 kB are unread. A body dropped before its end closes the connection; so
/// does the reading task's cancellation, which makes `next` throw `CancellationError`.
package struct HTTPBody: AsyncSequence, Sendable {
    package typealias Element = [UInt8]

    private let owner: Owner

    init(_ call: Call) { owner = Owner(call: call) }

    package struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let owner: Owner

        /// - Returns: what arrived since, never empty; `nil` at the body's end.
        /// - Throws: `HTTPError`: a body that was cut short is an error, never a short body. `CancellationError`.
        package mutating func next() async throws -> [UInt8]? {
            try await owner.call.nextPiece()
        }
    }

    package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(owner: owner) }

    /// Whether the server waits for the reader.
    var isHeldUp: Bool { owner.call.isPaused }

    /// Reads what is left.
    ///
    /// - Throws: `HTTPError.bodyTooLarge` beyond the limit; what `next` throws.
    package func collect(upTo maxBytes: Int) async throws -> [UInt8] {
        var body: [UInt8] = []
        for try await piece in self {
            guard body.count + piece.count <= maxBytes else {
                owner.call.abandon(HTTPError.bodyTooLarge)
                throw HTTPError.bodyTooLarge
            }
            if body.isEmpty { body = piece } else { body += piece }
        }
        return body
    }

    /// Ends the call when nobody can read its body any more.
    fileprivate final class Owner: Sendable {
        let call: Call

        init(call: Call) { self.call = call }

        deinit { call.abandon(HTTPError.closed) }
    }
}

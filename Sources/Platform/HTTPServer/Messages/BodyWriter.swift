/// The writing end of a streamed body.
package struct BodyWriter: Sendable {
    private let sink: @Sendable ([UInt8]) async throws -> Void

    /// - Parameter sink: takes one chunk, and returns when it is ready for the next.
    package init(_ sink: @escaping @Sendable ([UInt8]) async throws -> Void) {
        self.sink = sink
    }

    /// Sends a chunk at once, then waits while too much lies unsent. An empty chunk sends nothing.
    ///
    /// - Throws: `CancellationError` when the client is gone or the server ends the stream.
    package func write(_ chunk: [UInt8]) async throws {
        try await sink(chunk)
    }

    package func write(_ text: String) async throws {
        try await sink(Array(text.utf8))
    }
}

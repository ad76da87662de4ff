/// A response's stream of server-sent events. Made by `Response.events`.
package struct EventStream: Sendable {
    /// Sent when the server drains, before the stream ends.
    package let farewell: ServerSentEvent?
    package let produce: @Sendable (EventWriter) async throws -> Void
}

/// The writing end of a stream of events.
package struct EventWriter: Sendable {
    private let body: BodyWriter

    package init(_ body: BodyWriter) {
        self.body = body
    }

    /// Sends an event at once, then waits while the client is behind.
    ///
    /// - Throws: `CancellationError` when the client is gone or the server drains.
    package func send(_ event: ServerSentEvent) async throws {
        try await body.write(event.encoded)
    }
}

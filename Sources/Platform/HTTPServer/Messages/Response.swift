/// What a handler answers.
///
/// The server adds `Date`, `Content-Length` or `Transfer-Encoding`, and `Connection`; those set by a handler are left
/// out. After a HEAD request the body is measured, not sent.
package struct Response: Sendable {
    package var status: Status
    package var headers: Headers
    package var body: Body

    package enum Body: Sendable {
        case bytes([UInt8])
        /// Chunks as they are made, see `Response.stream`.
        case stream(@Sendable (BodyWriter) async throws -> Void)
        /// Server-sent events, see `Response.events`.
        case events(EventStream)
    }

    package init(_ status: Status, headers: Headers = Headers(), body: Body = .bytes([])) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    package init(_ status: Status, _ contentType: String, _ text: String, headers: Headers = Headers()) {
        self.init(status, contentType, Array(text.utf8), headers: headers)
    }

    package init(_ status: Status, _ contentType: String, _ bytes: [UInt8], headers: Headers = Headers()) {
        self.init(status, headers: headers, body: .bytes(bytes))
        self.headers["Content-Type"] = contentType
    }

    /// Answers with a body whose length isn't known yet.
    ///
    /// `produce` runs after the head was sent. Each write waits while the client is behind, and throws once it is
    /// gone. When `produce` throws, the connection is cut, so that the client sees an incomplete body.
    package static func stream(
        _ status: Status, _ contentType: String, headers: Headers = Headers(),
        produce: @escaping @Sendable (BodyWriter) async throws -> Void
    ) -> Response {
        var response = Response(status, headers: headers, body: .stream(produce))
        response.headers["Content-Type"] = contentType
        return response
    }

    /// Answers with the chunks of a sequence. The sequence is cancelled when the client goes.
    package static func stream<Chunks: AsyncSequence & Sendable>(
        _ status: Status, _ contentType: String, headers: Headers = Headers(), chunks: Chunks
    ) -> Response where Chunks.Element == [UInt8] {
        stream(status, contentType, headers: headers) { writer in
            for try await chunk in chunks { try await writer.write(chunk) }
        }
    }

    /// Answers with server-sent events, until `produce` returns, the client goes or the server drains.
    ///
    /// In the last two cases the task that runs `produce` is cancelled; at a drain `farewell` is sent first.
    package static func events(
        headers: Headers = Headers(), farewell: ServerSentEvent? = nil,
        produce: @escaping @Sendable (EventWriter) async throws -> Void
    ) -> Response {
        var response = Response(
            .ok, headers: headers, body: .events(EventStream(farewell: farewell, produce: produce)))
        response.headers["Content-Type"] = "text/event-stream"
        if !response.headers.contains("Cache-Control") { response.headers["Cache-Control"] = "no-store" }
        return response
    }

    /// Answers with the events of a sequence, such as an `AsyncStream`.
    package static func events<Events: AsyncSequence & Sendable>(
        headers: Headers = Headers(), farewell: ServerSentEvent? = nil, _ events: Events
    ) -> Response where Events.Element == ServerSentEvent {
        self.events(headers: headers, farewell: farewell) { writer in
            for try await event in events { try await writer.send(event) }
        }
    }
}

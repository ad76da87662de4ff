/// An HTTP/1.1 server on epoll.
///
/// Each loop is a thread that reads, parses and writes for its connections, and the executor of their handlers: a
/// handler runs on that thread, without a hop, until it awaits something with an executor of its own. A plain actor has
/// none, so a handler must not block, and whatever computes long or waits for a disk belongs on a thread of its own.
///
/// When a client is reset or closed its connection, the handler's task is cancelled. A client that merely finished
/// sending (half-close) still gets its answer.
package final class Server: Sendable {
    package typealias Handler = @Sendable (Request) async -> Response

    package init(
        _ configuration: ServerConfiguration = ServerConfiguration(), hooks: ServerHooks = ServerHooks(),
        clock: ServerClock = .system, handler: @escaping Handler
    ) {
    }

    /// Listens and begins to serve.
    ///
    /// - Returns: the address listened on, with the port that was taken if any would do.
    package func start() throws(ServerError) -> RemoteAddress {
        throw .alreadyStarted
    }

    /// Starts, and serves until `drain` is called elsewhere or this task is cancelled, which drains too.
    package func run() async throws(ServerError) {
        _ = try start()
    }

    /// Takes no new connection, finishes the requests begun, ends streams of events, and stops.
    ///
    /// - Returns: how many connections had to be cut when the time was over.
    @discardableResult
    package func drain(within limit: Duration) async -> Int {
        0
    }

    /// Cuts every connection and cancels every handler.
    package func stop() async {
        await drain(within: .zero)
    }

    /// Makes every loop look at its clock, for tests that move it.
    package func timePassed() async {}
}

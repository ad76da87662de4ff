import Synchronization

/// Calls HTTP servers, thousands at once, on one thread of its own (libcurl's multi interface).
///
/// Redirects are not followed and nothing is decompressed. Cancelling a task closes its call's connection at once. A client
/// that is let go ends its calls as `shutdown` does.
package final class WebClient: Sendable {
    private let engine: Engine
    private let thread: LoopThread

    /// Starts the client's thread.
    ///
    /// - Throws: `HTTPError.other` without a thread or a descriptor to be had.
    package convenience init(_ options: WebClientOptions = WebClientOptions()) throws(HTTPError) {
        try self.init(options, clock: MonotonicClock.now)
    }

    /// - Parameter clock: nanoseconds, which limits are measured by.
    init(_ options: WebClientOptions, clock: @escaping @Sendable () -> Int) throws(HTTPError) {
        let engine = try Engine()
        let loop = try CallLoop(options, engine, clock: clock)
        self.engine = engine
        thread = try LoopThread(named: "http-client") { loop.run() }
    }

    deinit { engine.post(.stop) }

    /// Sends a request and returns once the answer's head is here.
    ///
    /// - Throws: `HTTPError`, `CancellationError`.
    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let call = try Call(request, isCollected: false, engine: engine)
        return HTTPResponse(head: try await call.head(), body: HTTPBody(call))
    }

    /// Sends a request and returns once the answer's last octet is here. Cheaper than `send` for short answers.
    ///
    /// - Throws: `HTTPError`, `CancellationError`.
    package func collect(_ request: HTTPRequest) async throws -> (head: HTTPHead, body: [UInt8]) {
        try await Call(request, isCollected: true, engine: engine).answer()
    }

    /// Ends all calls with `HTTPError.closed` and returns once the thread has ended. Later calls fail likewise.
    package func shutdown() async {
        engine.post(.stop)
        await thread.ended()
    }

    package var statistics: WebClientStatistics {
        WebClientStatistics(
            openCalls: engine.openCalls.load(ordering: .relaxed),
            callsStarted: engine.callsStarted.load(ordering: .relaxed),
            connectionsMade: engine.connectionsMade.load(ordering: .relaxed),
            connectionsReused: engine.connectionsReused.load(ordering: .relaxed))
    }

    /// Returns once the limits have been checked, whatever time it is.
    func checkLimits() async {
        await withCheckedContinuation { continuation in
            if !engine.post(.checkLimits(continuation)) { continuation.resume() }
        }
    }
}

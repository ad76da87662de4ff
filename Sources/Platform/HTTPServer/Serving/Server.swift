import Glibc
import Synchronization

/// An HTTP/1.1 server on epoll.
///
/// Each loop is a thread that reads, parses and writes for its connections, and the executor of their handlers: a
/// handler runs on that thread, without a hop, until it awaits something with an executor of its own. A plain actor has
/// none, so a handler must not block, and whatever computes long or waits for a disk belongs on a thread of its own.
///
/// When a connection is reset or closed, the task of the handler that answers on it is cancelled. A client that merely
/// finished sending (half-close) still gets its answer; a stream of events ends then.
package final class Server: Sendable {
    package typealias Handler = @Sendable (Request) async -> Response

    private enum State {
        case new
        case serving([EventLoop], RemoteAddress)
    }

    private let parts: ServerParts
    private let state = Guarded(State.new)

    package init(
        _ configuration: ServerConfiguration = ServerConfiguration(), hooks: ServerHooks = ServerHooks(),
        clock: ServerClock = .system, handler: @escaping Handler
    ) {
        parts = ServerParts(configuration: configuration, hooks: hooks, clock: clock, handler: handler)
    }

    /// Where the server listens. `nil` before it started.
    package var address: RemoteAddress? {
        state.withLock { if case .serving(_, let address) = $0 { address } else { nil } }
    }

    /// Listens and begins to serve. A server that was drained can't be started again.
    ///
    /// - Returns: the address listened on, with the port that was taken if any would do.
    @discardableResult
    package func start() throws(ServerError) -> RemoteAddress {
        let result = state.withLock { state -> Result<RemoteAddress, ServerError> in
            guard case .new = state else { return .failure(.alreadyStarted) }
            do throws(ServerError) {
                let listener = try Listener(host: parts.configuration.host, port: parts.configuration.port)
                state = .serving(try begin(listener), listener.address)
                return .success(listener.address)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// Starts, and serves until `drain` or `stop` is called elsewhere. When this task is cancelled the server drains
    /// within `ServerConfiguration.drainTimeout`.
    package func run() async throws(ServerError) {
        try start()
        await serve()
    }

    /// Serves, once started, until `drain` or `stop` is called elsewhere or this task is cancelled.
    package func serve() async {
        await withTaskCancellationHandler {
            _ = await drained()
        } onCancel: {
            beginDrain(within: parts.configuration.drainTimeout)
        }
    }

    /// Takes no new connection, finishes the requests begun, ends streams of events, and stops.
    ///
    /// A connection without a request is kept for `ServerConfiguration.drainIdleGrace`, since its client may be
    /// sending. When the time is over, connections are closed and handlers cancelled; those that don't return within
    /// another second aren't waited for.
    ///
    /// - Returns: how many connections were cut.
    @discardableResult
    package func drain(within limit: Duration) async -> Int {
        beginDrain(within: limit)
        return await drained()
    }

    /// Cuts every connection and cancels every handler.
    package func stop() async {
        await drain(within: .zero)
    }

    /// Makes every loop look at its clock, for tests that move it.
    package func timePassed() async {
        for loop in loops {
            await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
                let isTaken = loop.perform {
                    loop.checkDeadlines()
                    done.resume()
                }
                if !isTaken { done.resume() }
            }
        }
    }

    private var loops: [EventLoop] {
        state.withLock { if case .serving(let loops, _) = $0 { loops } else { [] } }
    }

    /// `drain` without the wait.
    func beginDrain(within limit: Duration) {
        let nanoseconds = Timeouts.nanoseconds(limit)
        for loop in loops { _ = loop.perform { loop.beginDrain(within: nanoseconds) } }
    }

    private func drained() async -> Int {
        for loop in loops {
            await withCheckedContinuation { (waiter: CheckedContinuation<Void, Never>) in
                if !loop.perform({ loop.waitForDrain(waiter) }) { waiter.resume() }
            }
        }
        return parts.cutCount.load(ordering: .relaxed)
    }

    private func begin(_ listener: Listener) throws(ServerError) -> [EventLoop] {
        var loops: [EventLoop] = []
        for _ in 0..<max(1, parts.configuration.loops) {
            loops.append(try EventLoop(parts, listener: listener))
        }
        for loop in loops { loop.siblings = loops.filter { $0 !== loop } }
        for loop in loops { try startThread(loop) }
        return loops
    }

    private func startThread(_ loop: EventLoop) throws(ServerError) {
        var thread = pthread_t()
        let retained = Unmanaged.passRetained(loop)
        let error = pthread_create(
            &thread, nil,
            { argument in
                // Signals are for the threads that wait for them.
                var signals = sigset_t()
                sigfillset(&signals)
                pthread_sigmask(SIG_BLOCK, &signals, nil)
                if let argument { Unmanaged<EventLoop>.fromOpaque(argument).takeRetainedValue().run() }
                return nil
            }, retained.toOpaque())
        guard error == 0 else {
            retained.release()
            throw .system(call: "pthread_create", errno: error)
        }
        pthread_detach(thread)
    }
}

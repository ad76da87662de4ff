import CLinux
import Glibc

/// A thread for calls that block. What it works on is made on it, and never leaves it.
final class WorkerThread: Sendable {
    private let completion = Completion()

    private init() {}

    /// Starts a thread, waits until `setUp` has run on it, and leaves it running `work`.
    ///
    /// - Throws: What `setUp` throws; the thread has ended then.
    static func start<State>(
        named name: String, setUp: @escaping @Sendable () throws -> State, work: @escaping @Sendable (State) -> Void
    ) async throws -> WorkerThread {
        let thread = WorkerThread()
        try await withCheckedThrowingContinuation { (started: CheckedContinuation<Void, any Error>) in
            let completion = thread.completion
            let body = ThreadBody {
                linux_name_thread(name)
                runThread(setUp: setUp, started: started, work: work)
                completion.finish()
            }
            let failure = body.start()
            if failure != 0 { started.resume(throwing: SQLError.io(reason: "no thread: \(errorText(failure))")) }
        }
        return thread
    }

    /// Starts a thread that nobody waits for; it may outlive whatever it works for.
    ///
    /// - Returns: `false` when there is none to be had.
    static func detach(named name: String, _ work: @escaping @Sendable () -> Void) -> Bool {
        let body = ThreadBody {
            linux_name_thread(name)
            work()
        }
        return body.start() == 0
    }

    /// Returns once the thread's work has ended.
    func ended() async { await completion.wait() }
}

/// Apart, so that the state is gone, and what it holds closed, before the thread counts as ended.
private func runThread<State>(
    setUp: () throws -> State, started: CheckedContinuation<Void, any Error>, work: (State) -> Void
) {
    let state: State
    do { state = try setUp() } catch { return started.resume(throwing: error) }
    started.resume()
    work(state)
}

/// A moment that tasks can wait for.
private final class Completion: Sendable {
    private struct State {
        var isFinished = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }
    private let state = Locked(State())

    func finish() {
        let waiting = state.withLock { state in
            state.isFinished = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for one in waiting { one.resume() }
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isFinished = state.withLock { state in
                if !state.isFinished { state.waiting.append(continuation) }
                return state.isFinished
            }
            if isFinished { continuation.resume() }
        }
    }
}

private final class ThreadBody: Sendable {
    private let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }

    /// Starts a detached thread with every signal blocked, since signals belong to the main thread.
    ///
    /// - Returns: 0, or an error number.
    func start() -> Int32 {
        var all = sigset_t()
        var previous = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, &previous)
        defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }

        var thread = pthread_t()
        let context = Unmanaged.passRetained(self)
        let failure = pthread_create(
            &thread, nil,
            { context in
                Unmanaged<ThreadBody>.fromOpaque(context!).takeRetainedValue().body()
                return nil
            }, context.toOpaque())
        guard failure == 0 else {
            context.release()
            return failure
        }
        pthread_detach(thread)
        return 0
    }
}

func errorText(_ number: Int32) -> String { String(cString: strerror(number)) }

import CLinux
import Glibc

/// A thread that runs one function to its end.
final class LoopThread: Sendable {
    private struct State {
        var hasEnded = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Locked(State())

    /// Starts the thread with every signal blocked: they are the main thread's, and OpenSSL's writes to a closed
    /// connection must not raise SIGPIPE.
    init(named name: String, _ body: @escaping @Sendable () -> Void) throws(HTTPError) {
        var all = sigset_t()
        var previous = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, &previous)
        defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }

        let state = state
        let start = Start {
            linux_name_thread(name)
            body()
        } ended: {
            let waiting = state.withLock { state in
                state.hasEnded = true
                defer { state.waiting = [] }
                return state.waiting
            }
            for one in waiting { one.resume() }
        }
        var thread = pthread_t()
        let context = Unmanaged.passRetained(start)
        let failure = pthread_create(
            &thread, nil,
            { context in
                Unmanaged<Start>.fromOpaque(context!).takeRetainedValue().run()
                return nil
            }, context.toOpaque())
        guard failure == 0 else {
            context.release()
            throw .other(code: Int(failure), reason: "no thread")
        }
        pthread_detach(thread)
    }

    /// Returns once the function has returned and what it held is gone.
    func ended() async {
        await withCheckedContinuation { continuation in
            let hasEnded = state.withLock { state in
                if !state.hasEnded { state.waiting.append(continuation) }
                return state.hasEnded
            }
            if hasEnded { continuation.resume() }
        }
    }

    private final class Start: @unchecked Sendable {  // made on one thread, then the new thread's alone
        private var body: (@Sendable () -> Void)?
        private let ended: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void, ended: @escaping @Sendable () -> Void) {
            self.body = body
            self.ended = ended
        }

        func run() {
            body?()
            body = nil
            ended()
        }
    }
}

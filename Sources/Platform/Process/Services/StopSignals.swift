import Glibc
import Synchronization

/// Takes SIGTERM and SIGINT.
///
/// A handler writes the signal's number to a pipe, which a thread of its own reads. Blocking the signals in every thread
/// and waiting for them would not do: once `main` is asynchronous, libdispatch parks the main thread in `sigsuspend` with
/// an empty mask, where a blocked signal kills the process. Programs started from this one get the signals as usual.
package enum StopSignals {
    /// To be called once, early. From here on SIGPIPE is ignored: a peer that went away is an error of the write (EPIPE).
    ///
    /// - Returns: the signals as they come, without end.
    package static func take() -> AsyncStream<StopSignal> {
        signal(SIGPIPE, SIG_IGN)
        var ends: [CInt] = [-1, -1]
        precondition(pipe(&ends) == 0, "no pipe could be made for the signals")
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
        let replaced = pipeToThread.exchange(ends[1], ordering: .relaxed)
        precondition(replaced == -1, "the signals are taken once")

        // The first drains and the second stops; nobody waits for a third.
        let (stream, continuation) = AsyncStream.makeStream(of: StopSignal.self, bufferingPolicy: .bufferingOldest(2))
        let reading = ends[0]
        startThread {
            var number: UInt8 = 0
            while true {
                guard read(reading, &number, 1) == 1 else { continue }
                continuation.yield(CInt(number) == SIGTERM ? .terminate : .interrupt)
            }
        }
        install(SIGTERM)
        install(SIGINT)
        return stream
    }

    /// Does only what signal-safety(7) allows, and leaves `errno` as it was for the code that it interrupts.
    private static func install(_ number: CInt) {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { number in
            let kept = errno
            var byte = UInt8(truncatingIfNeeded: number)
            _ = write(pipeToThread.load(ordering: .relaxed), &byte, 1)
            errno = kept
        }
        action.sa_flags = SA_RESTART
        sigaction(number, &action, nil)
    }

    /// A detached thread, which the process does not wait for.
    private static func startThread(_ body: @escaping @Sendable () -> Void) {
        final class Body: Sendable {
            let run: @Sendable () -> Void
            init(_ run: @escaping @Sendable () -> Void) { self.run = run }
        }
        var thread = pthread_t()
        let context = Unmanaged.passRetained(Body(body)).toOpaque()
        let start: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
            guard let context else { return nil }
            Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
            return nil
        }
        precondition(pthread_create(&thread, nil, start, context) == 0, "no thread could be started for the signals")
        pthread_detach(thread)
    }
}

/// Where the handler writes; -1 until the signals are taken. A global, since a handler carries no context.
private let pipeToThread = Atomic<CInt>(-1)

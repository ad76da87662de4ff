import Glibc

/// Takes SIGTERM and SIGINT on a thread of its own.
package enum StopSignals {
    /// To be called once, on the main thread, before anything else starts threads: they inherit what is blocked here.
    /// A program started from this one inherits it too and is given an empty mask by whoever starts it.
    ///
    /// SIGPIPE is ignored from here on: a peer that went away is an error of the write (EPIPE).
    ///
    /// - Returns: the signals as they come, without end.
    package static func take() -> AsyncStream<StopSignal> {
        signal(SIGPIPE, SIG_IGN)
        var wanted = set
        pthread_sigmask(SIG_BLOCK, &wanted, nil)
        // Nobody sends a third signal that matters: the first drains and the second stops.
        let (stream, continuation) = AsyncStream.makeStream(of: StopSignal.self, bufferingPolicy: .bufferingOldest(2))
        startThread {
            var wanted = set
            while true {
                var number: CInt = 0
                guard sigwait(&wanted, &number) == 0 else { continue }
                continuation.yield(number == SIGTERM ? .terminate : .interrupt)
            }
        }
        return stream
    }

    private static var set: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        return set
    }

    /// A detached thread, which the process does not wait for.
    private static func startThread(_ body: @escaping @Sendable () -> Void) {
        final class Body: Sendable {
            let run: @Sendable () -> Void
            init(_ run: @escaping @Sendable () -> Void) { self.run = run }
        }
        var thread = pthread_t()
        let context = Unmanaged.passRetained(Body(body)).toOpaque()
        let error = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, context)
        precondition(error == 0, "no thread could be started for the signals")
        pthread_detach(thread)
    }
}

import Synchronization

/// A loop on its way to its end.
struct Drain {
    /// When connections still open are cut.
    var deadline: Int

    /// After the deadline, how long cancelled handlers may take to return before nobody waits for them.
    static let handlerGrace = 1_000_000_000
}

extension EventLoop {
    var isDraining: Bool { drain != nil }

    /// No connection is left and no handler runs.
    var isOver: Bool {
        isDraining && load.load(ordering: .relaxed) == 0 && handlersRunning == 0
    }

    /// Takes what the kernel has accepted already, and nothing after it. A later call may shorten the time.
    func beginDrain(within limit: Int) {
        let deadline = shared.clock.monotonic() + limit
        if let drain {
            self.drain?.deadline = min(drain.deadline, deadline)
        } else {
            acceptArrivals(atMost: .max)
            if let listener { poller.remove(listener.descriptor) }
            listener = nil
            drain = Drain(deadline: deadline)
            for case let connection? in connections { connection.prepareToDrain() }
        }
        checkDeadlines()
    }

    /// Resumes the waiter when the drain is over, whether it has begun or not.
    func waitForDrain(_ waiter: CheckedContinuation<Void, Never>) {
        drainWaiters.append(waiter)
        advanceDrain()
    }

    /// Cuts what is late, and tells those who wait once there is nothing to wait for.
    func advanceDrain() {
        guard let drain else { return }
        if now >= drain.deadline {
            for case let connection? in connections {
                shared.cutCount.wrappingAdd(1, ordering: .relaxed)
                connection.close()
            }
        }
        guard isOver || now >= drain.deadline + Drain.handlerGrace else { return }
        let waiters = drainWaiters
        drainWaiters = []
        for waiter in waiters { waiter.resume() }
    }
}

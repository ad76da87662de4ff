import Glibc
import Storage
import Synchronization

extension Faults {
    /// Kills the process, as a power cut would, when a named step is reached for the nth time; or halts it there once.
    init(_ settings: FaultSettings) {
        guard settings.killAt != nil || settings.stopAt != nil else {
            self = .none
            return
        }
        let kills = Countdown(settings.killAfter)
        let stops = Countdown(1)
        self.init { point in
            if point == settings.stopAt, stops.isNow() { kill(getpid(), SIGSTOP) }
            if point == settings.killAt, kills.isNow() { kill(getpid(), SIGKILL) }
        }
    }
}

/// True once: at the nth time of being asked.
private final class Countdown: Sendable {
    private let left: Mutex<Int>

    init(_ count: Int) { left = Mutex(count) }

    func isNow() -> Bool {
        left.withLock { left in
            left -= 1
            return left == 0
        }
    }
}

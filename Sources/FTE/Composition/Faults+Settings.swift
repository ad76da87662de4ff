import Glibc
import Process
import Storage
import Synchronization

extension Faults {
    /// Kills the process, as a power cut would, when a named step is reached for the nth time; or holds whoever reaches
    /// it first.
    init(_ settings: FaultSettings) {
        guard settings.killAt != nil || settings.holdAt != nil else {
            self = .none
            return
        }
        let kills = Countdown(settings.killAfter)
        let holds = Countdown(1)
        self.init { point in
            if point == settings.holdAt, let fifo = settings.holdUntil, holds.isNow() { hold(point, until: fifo) }
            if point == settings.killAt, kills.isNow() { kill(getpid(), SIGKILL) }
        }
    }
}

/// Says where it is, and blocks its thread until somebody opens the named pipe for writing.
private func hold(_ point: FaultPoint, until fifo: String) {
    Console.errors("fte: held at \(point.rawValue)")
    var pipe: Int32
    repeat { pipe = open(fifo, O_RDONLY | O_CLOEXEC) } while pipe < 0 && errno == EINTR
    if pipe >= 0 { close(pipe) }
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

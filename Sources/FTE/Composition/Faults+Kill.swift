import Glibc
import Storage
import Synchronization

extension Faults {
    /// Kills the process, as a power cut would, when a named step is reached for the nth time.
    init(_ settings: FaultSettings) {
        guard let wanted = settings.point else {
            self = .none
            return
        }
        let left = Mutex(settings.count)
        self.init { point in
            guard point.rawValue == wanted else { return }
            let isTime = left.withLock { left in
                left -= 1
                return left == 0
            }
            if isTime { kill(getpid(), SIGKILL) }
        }
    }
}

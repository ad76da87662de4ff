import CSQLite
import Glibc
import Synchronization

/// Waits for a lock that another process, or a checkpoint, holds.
///
/// The sleeps are short, so that a process which writes now and then gets its turn beside one that writes all the
/// time: SQLite's own `busy_timeout` sleeps up to 100 ms, and starves it.
final class BusyHandler {
    private let limit: Duration
    private let counters: SQLiteCounters
    private var waitingSince = ContinuousClock.now

    init(limit: Duration, counters: SQLiteCounters) {
        self.limit = limit
        self.counters = counters
    }

    /// The handler must outlive `handle`, and is called on the thread that uses it.
    func install(on handle: OpaquePointer) {
        sqlite3_busy_handler(
            handle,
            { context, count in
                let handler = Unmanaged<BusyHandler>.fromOpaque(context!).takeUnretainedValue()
                return handler.sleep(count) ? 1 : 0
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// - Parameter count: How often it has slept for this lock.
    /// - Returns: `false` when it has waited long enough; SQLite answers `SQLITE_BUSY` then.
    private func sleep(_ count: Int32) -> Bool {
        if count == 0 { waitingSince = .now }
        guard waitingSince.duration(to: .now) < limit else { return false }
        counters.busyWaits.add(1, ordering: .relaxed)
        usleep(count < 20 ? 50 : 200)
        return true
    }
}

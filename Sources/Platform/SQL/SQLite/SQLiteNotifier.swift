import Synchronization

/// Carries wake-ups to those who wait in this process, and by wake files to other processes with the same file open.
final class SQLiteNotifier: Sendable {
    private let subscriptions = Subscriptions()
    private let wakeFiles: WakeFiles?
    private let counters: SQLiteCounters

    /// - Parameter databasePath: `nil` for a database in memory.
    init(databasePath: String?, counters: SQLiteCounters) throws(SQLError) {
        self.counters = counters
        guard let databasePath else {
            wakeFiles = nil
            return
        }
        wakeFiles = try WakeFiles(beside: databasePath)
    }

    /// Other processes first, then this one: see `WakeFiles`.
    func notify(_ channel: NotificationChannel) {
        if wakeFiles?.wake(channel) == false { counters.failedWakeUps.add(1, ordering: .relaxed) }
        subscriptions.wake(channel)
    }

    func notifications(_ channel: NotificationChannel) -> AsyncStream<Void> {
        let stream = subscriptions.stream(of: channel)
        if wakeFiles?.watch(channel) == false { counters.failedWakeUps.add(1, ordering: .relaxed) }
        return stream
    }

    /// Listens to other processes until `close`.
    func run() { wakeFiles?.run(onWake: subscriptions.wake) }

    func close() {
        wakeFiles?.stop()
        subscriptions.close()
    }
}

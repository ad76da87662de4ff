import CLinux
import Glibc
import Synchronization

/// Wake-ups between the processes on one database, by LISTEN and NOTIFY on a connection of their own.
///
/// Commits that follow each other closely share one NOTIFY: while one is on its way the others are collected. It is
/// never part of a transaction, since the server lets only one such commit happen at a time. What is lost with a
/// connection is made good by waking everybody once it is there again, and so is what was committed while somebody who
/// begins to wait was not yet listening: his channel is woken once without a cause.
final class PostgresWakeUps: Sendable {
    private struct State {
        /// Channels to be announced to other processes.
        var pending: Set<NotificationChannel> = []
        /// Channels that somebody here waits for.
        var wanted: Set<NotificationChannel> = []
        var isClosed = false
    }
    private let state = Locked(State())
    private let subscriptions = Subscriptions()
    private let options: PostgresOptions
    private let counters: PostgresCounters
    /// Tells `run` to look at `state` again.
    private let changeEvent: Int32

    init(options: PostgresOptions, counters: PostgresCounters) throws(SQLError) {
        self.options = options
        self.counters = counters
        changeEvent = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
        guard changeEvent >= 0 else { throw .io(reason: "no eventfd: \(errorText(errno))") }
    }

    deinit { Glibc.close(changeEvent) }

    func notify(_ channel: NotificationChannel) {
        subscriptions.wake(channel)
        let isNew = state.withLock { !$0.isClosed && $0.pending.insert(channel).inserted }
        if isNew { announceChange() }
    }

    func notifications(_ channel: NotificationChannel) -> AsyncStream<Void> {
        let stream = subscriptions.stream(of: channel)
        let isNew = state.withLock { !$0.isClosed && $0.wanted.insert(channel).inserted }
        if isNew { announceChange() }
        return stream
    }

    func close() {
        state.withLock { $0.isClosed = true }
        subscriptions.close()
        announceChange()
    }

    private func announceChange() {
        var one: UInt64 = 1
        _ = write(changeEvent, &one, 8)
    }

    // MARK: The thread

    /// Serves until `close`.
    func run() {
        var pause = 50
        while !isClosed {
            guard let listener = try? PostgresListener(options) else {
                waitForChange(milliseconds: pause, also: -1)
                pause = min(pause * 2, 2000)
                continue
            }
            pause = 50
            serve(listener)
        }
    }

    /// Serves until the connection is lost or the database closed. What was to be announced and may not have been is
    /// announced again.
    private func serve(_ listener: PostgresListener) {
        while true {
            let (wanted, pending, isClosed) = state.withLock { state in
                defer { state.pending = [] }
                return (state.wanted, state.pending, state.isClosed)
            }
            let new = wanted.subtracting(listener.channels)
            guard listener.listen(to: new), listener.notify(pending) else {
                return state.withLock { $0.pending.formUnion(pending) }
            }
            counters.notifications.add(pending.count, ordering: .relaxed)
            // Between asking and now others may have committed what we were not told of.
            for channel in new { subscriptions.wake(channel) }
            guard let woken = listener.received() else { return }
            for channel in wanted where woken.contains(channel.name) { subscriptions.wake(channel) }
            if isClosed { return }
            if woken.isEmpty { waitForChange(milliseconds: -1, also: listener.socket) }
        }
    }

    private var isClosed: Bool { state.withLock(\.isClosed) }

    /// Returns when `state` was changed, `socket` has something to read, or the time is over.
    private func waitForChange(milliseconds: Int, also socket: Int32) {
        var descriptors = [
            pollfd(fd: changeEvent, events: Int16(POLLIN), revents: 0),
            pollfd(fd: socket, events: Int16(POLLIN), revents: 0),
        ]
        _ = poll(&descriptors, 2, Int32(milliseconds))
        var count: UInt64 = 0
        _ = read(changeEvent, &count, 8)
    }
}

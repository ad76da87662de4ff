import CLinux
import Glibc

/// Wakes other processes that have the same database open, by writing to `<database>-wake-<channel>`, which they watch
/// with inotify(7).
///
/// Each writes its own token. A watcher that finds its own knows that it was the last to write; whoever waits in its
/// process is woken after that, and so sees what others committed before.
final class WakeFiles: Sendable {
    private struct State {
        var files: [NotificationChannel: Int32] = [:]
        var channels: [Int32: NotificationChannel] = [:]
        /// Made for the first channel that is watched, since a system gives out few (inotify(7), max_user_instances).
        /// -1 before, and where there are no more: then we wake others, and are not woken.
        var inotify: Int32 = -1
        var isClosed = false
    }
    private let state = Locked(State())
    private let prefix: String
    private let token = UInt64.random(in: 1...UInt64.max)
    /// Tells `run` to look at `state` again.
    private let changeEvent: Int32

    init(beside databasePath: String) throws(SQLError) {
        prefix = databasePath + "-wake-"
        changeEvent = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
        guard changeEvent >= 0 else { throw .io(reason: "no eventfd: \(errorText(errno))") }
    }

    deinit {
        state.withLock { state in
            for file in state.files.values { Glibc.close(file) }
            if state.inotify >= 0 { Glibc.close(state.inotify) }
        }
        Glibc.close(changeEvent)
    }

    /// - Returns: `false` when the file could not be written.
    func wake(_ channel: NotificationChannel) -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return true }
            guard let file = file(of: channel, in: &state) else { return false }
            return withUnsafeBytes(of: token) { pwrite(file, $0.baseAddress, $0.count, 0) } == 8
        }
    }

    /// From now on `run` reports what other processes write for `channel`.
    ///
    /// - Returns: `false` when the file can't be watched.
    func watch(_ channel: NotificationChannel) -> Bool {
        state.withLock { state in
            guard !state.isClosed, !state.channels.values.contains(channel) else { return true }
            guard file(of: channel, in: &state) != nil else { return false }
            if state.inotify < 0 {
                state.inotify = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
                announceChange()
            }
            let watch = inotify_add_watch(state.inotify, prefix + channel.name, UInt32(IN_MODIFY))
            guard watch >= 0 else { return false }
            state.channels[watch] = channel
            return true
        }
    }

    private func file(of channel: NotificationChannel, in state: inout State) -> Int32? {
        if let file = state.files[channel] { return file }
        let file = open(prefix + channel.name, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { return nil }
        state.files[channel] = file
        return file
    }

    /// Reports wake-ups of other processes until `stop`.
    func run(onWake: (NotificationChannel) -> Void) {
        while true {
            let (isClosed, inotify) = state.withLock { ($0.isClosed, $0.inotify) }
            if isClosed { return }
            var sources = [
                pollfd(fd: changeEvent, events: Int16(POLLIN), revents: 0),
                // A negative descriptor is passed over (poll(2)).
                pollfd(fd: inotify, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&sources, 2, -1) > 0 else { continue }  // EINTR
            if sources[0].revents != 0 {
                var count: UInt64 = 0
                _ = read(changeEvent, &count, 8)
            }
            guard sources[1].revents != 0 else { continue }
            for channel in channels(ofEventsIn: inotify) where isFromElsewhere(channel) { onWake(channel) }
        }
    }

    func stop() {
        state.withLock { $0.isClosed = true }
        announceChange()
    }

    private func announceChange() {
        var one: UInt64 = 1
        _ = write(changeEvent, &one, 8)
    }

    private func channels(ofEventsIn inotify: Int32) -> Set<NotificationChannel> {
        withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { buffer in
            let count = read(inotify, buffer.baseAddress, buffer.count)
            var watches: Set<Int32> = []
            var offset = 0
            while offset < count {
                let event = buffer.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
                watches.insert(event.wd)
                offset += MemoryLayout<inotify_event>.size + Int(event.len)
            }
            return state.withLock { state in Set(watches.compactMap { state.channels[$0] }) }
        }
    }

    private func isFromElsewhere(_ channel: NotificationChannel) -> Bool {
        guard let file = state.withLock({ $0.files[channel] }) else { return false }
        var last: UInt64 = 0
        return pread(file, &last, 8, 0) != 8 || last != token
    }
}

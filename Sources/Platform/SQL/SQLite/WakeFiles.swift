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
        var isClosed = false
    }
    private let state = Locked(State())
    private let prefix: String
    private let token = UInt64.random(in: 1...UInt64.max)
    /// -1 where the system has no more to give: then we wake others, and are not woken.
    private let inotify: Int32
    private let stopEvent: Int32

    init(beside databasePath: String) throws(SQLError) {
        prefix = databasePath + "-wake-"
        inotify = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
        stopEvent = eventfd(0, Int32(EFD_CLOEXEC))
        guard stopEvent >= 0 else { throw .io(reason: "no eventfd: \(errorText(errno))") }
    }

    deinit {
        state.withLock { for file in $0.files.values { Glibc.close(file) } }
        if inotify >= 0 { Glibc.close(inotify) }
        if stopEvent >= 0 { Glibc.close(stopEvent) }
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
            let watch = inotify_add_watch(inotify, prefix + channel.name, UInt32(IN_MODIFY))
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
        var sources = [
            pollfd(fd: inotify, events: Int16(POLLIN), revents: 0),
            pollfd(fd: stopEvent, events: Int16(POLLIN), revents: 0),
        ]
        while true {
            guard poll(&sources, 2, -1) > 0 else { continue }  // EINTR
            if sources[1].revents != 0 { return }
            for channel in channelsOfEvents() where isFromElsewhere(channel) { onWake(channel) }
        }
    }

    func stop() {
        state.withLock { $0.isClosed = true }
        var one: UInt64 = 1
        _ = write(stopEvent, &one, 8)
    }

    private func channelsOfEvents() -> Set<NotificationChannel> {
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

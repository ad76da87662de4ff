import Glibc
import Synchronization

/// Writes whole lines to a descriptor without ever waiting long for its reader.
///
/// A pipe or terminal is opened anew without blocking (`/proc/self/fd/N`), since `O_NONBLOCK` on the given descriptor
/// would reach every process that shares it; a socket is sent to with `MSG_DONTWAIT`; a file is simply written.
final class LineWriter: Sendable {
    private struct State {
        /// The reader did not take a line within `patience`: lines are dropped without waiting until it does.
        var isStalled = false
        var dropped = 0
    }

    /// In milliseconds, as poll(2) has it.
    private let patience: CInt
    private let descriptor: CInt
    private let ownsDescriptor: Bool
    private let isSocket: Bool
    let isTerminal: Bool
    private let state = Mutex(State())

    init(descriptor: CInt, patience: Duration) {
        self.patience = CInt(min(max(0, patience / .milliseconds(1)), 60_000))
        var status = stat()
        let kind = fstat(descriptor, &status) == 0 ? status.st_mode & S_IFMT : 0
        isTerminal = isatty(descriptor) == 1
        isSocket = kind == S_IFSOCK
        let canReopen = kind == S_IFIFO || isTerminal
        let own = canReopen ? open("/proc/self/fd/\(descriptor)", O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) : -1
        ownsDescriptor = own >= 0
        self.descriptor = own >= 0 ? own : descriptor
    }

    deinit { if ownsDescriptor { close(descriptor) } }

    /// - Returns: how many lines were lost before this one, told once, when a line gets through again.
    func write(_ line: [UInt8]) -> Int {
        state.withLock { state in
            guard send(line, patience: state.isStalled ? 0 : patience) else {
                state.isStalled = true
                state.dropped += 1
                return 0
            }
            state.isStalled = false
            defer { state.dropped = 0 }
            return state.dropped
        }
    }

    /// One write of the whole line; it is tried again only when nothing of it was taken.
    private func send(_ line: [UInt8], patience: CInt) -> Bool {
        var patience = patience
        while true {
            var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            let ready = poll(&wanted, 1, patience)
            if ready < 0 && errno == EINTR { continue }
            guard ready > 0 else { return false }
            let count =
                isSocket
                ? Glibc.send(descriptor, line, line.count, CInt(MSG_DONTWAIT) | CInt(MSG_NOSIGNAL))
                : Glibc.write(descriptor, line, line.count)
            if count >= 0 { return true }
            switch errno {
            case EINTR: continue
            case EAGAIN where patience > 0: patience = 0
            default: return false
            }
        }
    }
}

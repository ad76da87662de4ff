import Glibc

/// Writes whole lines to a descriptor without ever waiting long for its reader.
///
/// A pipe or terminal is opened anew without blocking (`/proc/self/fd/N`), since `O_NONBLOCK` on the given descriptor
/// would reach every process that shares it; a socket is sent to with `MSG_DONTWAIT`; a file is simply written.
final class LineWriter: Sendable {
    private struct State {
        /// The reader did not take a line within `patience`: lines are dropped without waiting until it does.
        var isStalled = false
        var dropped = 0
        /// The last line was taken in part, so the next begins a new one first.
        var isTorn = false
    }

    /// In milliseconds, as poll(2) has it.
    private let patience: CInt
    private let descriptor: CInt
    private let ownsDescriptor: Bool
    private let isSocket: Bool
    /// A pipe or terminal that could not be opened anew.
    private let mayBlock: Bool
    let isTerminal: Bool
    private let state = Lock(State())

    init(descriptor: CInt, patience: Duration) {
        self.patience = CInt(min(max(0, patience / .milliseconds(1)), 60_000))
        var status = stat()
        let kind = fstat(descriptor, &status) == 0 ? status.st_mode & S_IFMT : 0
        isTerminal = isatty(descriptor) == 1
        isSocket = kind == S_IFSOCK
        let canReopen = kind == S_IFIFO || isTerminal
        let own = canReopen ? open("/proc/self/fd/\(descriptor)", O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) : -1
        ownsDescriptor = own >= 0
        mayBlock = canReopen && own < 0
        self.descriptor = own >= 0 ? own : descriptor
    }

    deinit { if ownsDescriptor { close(descriptor) } }

    /// - Returns: how many lines were lost before this one, told once, when a line gets through again.
    func write(_ line: [UInt8]) -> Int {
        state.withLock { state in
            let rest = send(state.isTorn ? [0x0A] + line : line, patience: state.isStalled ? 0 : patience)
            state.isTorn = rest.torn
            guard rest.done else {
                state.isStalled = true
                state.dropped += 1
                return 0
            }
            state.isStalled = false
            defer { state.dropped = 0 }
            return state.dropped
        }
    }

    /// One write of the whole line. A terminal or a socket may take a part of it; the remainder then follows.
    private func send(_ line: [UInt8], patience: CInt) -> (done: Bool, torn: Bool) {
        var sent = 0
        var waits = 0
        if mayBlock && !isReady(patience) { return (false, false) }
        while sent < line.count {
            let count = line.withUnsafeBytes { bytes in
                let rest = UnsafeRawBufferPointer(rebasing: bytes[sent...])
                return isSocket
                    ? Glibc.send(descriptor, rest.baseAddress, rest.count, CInt(MSG_DONTWAIT) | CInt(MSG_NOSIGNAL))
                    : Glibc.write(descriptor, rest.baseAddress, rest.count)
            }
            if count > 0 {
                sent += count
            } else if count < 0 && errno == EAGAIN && waits < 8 && isReady(patience) {
                waits += 1
            } else if count == 0 || errno != EINTR {
                return (false, sent > 0)
            }
        }
        return (true, false)
    }

    private func isReady(_ patience: CInt) -> Bool {
        var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        while true {
            let ready = poll(&wanted, 1, patience)
            if ready >= 0 || errno != EINTR { return ready > 0 }
        }
    }
}

import Glibc

/// What a connection has still to send.
struct OutputQueue {
    private var bytes: [UInt8] = []
    private var sent = 0

    enum Outcome {
        /// All of it was taken by the kernel.
        case drained
        /// The client doesn't keep up; the rest waits.
        case blocked
        /// The client is gone.
        case failed
    }

    var count: Int { bytes.count - sent }
    var isEmpty: Bool { sent == bytes.count }

    /// Sends at once what the socket takes, without copying it, and keeps the rest.
    ///
    /// - Parameter hasMore: another call follows, so that both may share a packet.
    mutating func send(_ new: [UInt8], to descriptor: Int32, hasMore: Bool = false) -> Outcome {
        guard isEmpty else {
            if sent > bytes.count / 2 {
                bytes.removeFirst(sent)
                sent = 0
            }
            bytes.append(contentsOf: new)
            return .blocked
        }
        bytes = new
        sent = 0
        return flush(to: descriptor, hasMore: hasMore)
    }

    mutating func flush(to descriptor: Int32, hasMore: Bool = false) -> Outcome {
        let flags = Int32(MSG_NOSIGNAL) | (hasMore ? Int32(MSG_MORE) : 0)
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                let rest = UnsafeRawBufferPointer(rebasing: buffer[sent...])
                return Glibc.send(descriptor, rest.baseAddress, rest.count, flags)
            }
            if count >= 0 {
                sent += count
            } else if errno == EAGAIN {
                return .blocked
            } else if errno != EINTR {
                return .failed
            }
        }
        bytes = []
        sent = 0
        return .drained
    }
}

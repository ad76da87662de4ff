import CPostgres
import Glibc

/// What libpq has of a connection. Every wait has a limit, also that for room to send, so a server that stops
/// answering keeps nobody for ever. Confined to one thread.
final class PostgresWire {
    let handle: OpaquePointer
    /// Whether nothing but a new connection helps.
    private(set) var isLost = false
    /// How long it waits for one result, or to be rid of what is to be sent.
    private let patience: Duration

    /// Takes over `handle`, which is connected.
    init(_ handle: OpaquePointer, patience: Duration) throws(SQLError) {
        self.handle = handle
        self.patience = patience
        pq_ignore_notices(handle)
        try check(PQsetnonblocking(handle, 1) == 0)
    }

    deinit { PQfinish(handle) }

    var socket: Int32 { PQsocket(handle) }

    /// Turns a call that failed into a lost connection: libpq fails for no other reason here.
    func check(_ success: Bool) throws(SQLError) {
        if !success { throw lost() }
    }

    func lost() -> SQLError {
        isLost = true
        return .unavailable(reason: "the connection to the server was lost")
    }

    /// Sends what libpq has collected, and takes in what arrives meanwhile: a server that can't answer stops reading.
    func flush() throws(SQLError) {
        let deadline = ContinuousClock.now + patience
        while true {
            let left = PQflush(handle)
            if left == 0 { return }
            try check(left == 1)
            let ready = wait(for: POLLIN | POLLOUT, until: deadline)
            try check(ready != 0)
            if ready & Int16(POLLIN) != 0 { try check(PQconsumeInput(handle) == 1) }
        }
    }

    /// The next result; `nil` between those of two statements.
    func nextResult() throws(SQLError) -> PostgresResult? {
        let deadline = ContinuousClock.now + patience
        while PQisBusy(handle) != 0 {
            try check(wait(for: POLLIN, until: deadline) != 0)
            try check(PQconsumeInput(handle) == 1)
        }
        return PQgetResult(handle).map { PostgresResult($0) }
    }

    /// Runs statements outside of pipeline mode, and returns the last result, or the one that failed.
    func run(_ script: String) throws(SQLError) -> PostgresResult {
        try check(PQsendQuery(handle, script) == 1)
        try flush()
        var last: PostgresResult?
        while let result = try nextResult() {
            last = result
            switch result.status {
            case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH: throw lost()  // it waits for rows that we don't have
            default: continue
            }
        }
        guard let last else { throw lost() }
        return last
    }

    /// Waits until the socket allows one of `events`.
    /// - Returns: What it allows; 0 when it took too long or failed.
    private func wait(for events: Int32, until deadline: ContinuousClock.Instant) -> Int16 {
        var descriptor = pollfd(fd: socket, events: Int16(events), revents: 0)
        while true {
            let remaining = deadline - .now
            guard remaining > .zero else { return 0 }
            let ready = poll(&descriptor, 1, Int32(clamping: remaining.milliseconds + 1))
            // A socket that was closed or failed is read, which tells why.
            if ready > 0 { return descriptor.revents & Int16(events) != 0 ? descriptor.revents : Int16(POLLIN) }
            if ready < 0, errno != EINTR { return 0 }
        }
    }
}

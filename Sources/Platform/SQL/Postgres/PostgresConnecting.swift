import CPostgres
import Glibc

extension PostgresConnection {
    /// Connects, within `connectTimeout` for each host.
    ///
    /// - Throws: `SQLError.unavailable` where another try may help; `refused`, `unsuitable` and `cannotOpen` where
    ///   somebody has to act.
    static func connect(_ options: PostgresOptions) throws(SQLError) -> PostgresConnection {
        try PostgresConnection(try open(options), options: options)
    }

    /// A connection as libpq has it, which the caller ends with `PQfinish`.
    static func open(_ options: PostgresOptions) throws(SQLError) -> OpaquePointer {
        let url = try PostgresURL(options.url)
        guard let handle = start(options) else { throw .outOfMemory }
        do throws(SQLError) {
            try finish(handle, url, options)
            try PostgresServer(handle).checkThatItSuits()
        } catch {
            PQfinish(handle)
            throw error
        }
        return handle
    }

    /// The URL comes behind our own words and so overrides them. Names of hosts are looked up here, by the system's
    /// resolver and in its time.
    private static func start(_ options: PostgresOptions) -> OpaquePointer? {
        let words: [(String, String)] = [
            ("fallback_application_name", options.applicationName),
            ("keepalives_idle", "10"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
            ("tcp_user_timeout", "15000"), ("dbname", options.url), ("client_encoding", "UTF8"),
        ]
        let keys = words.map { strdup($0.0) }
        let values = words.map { strdup($0.1) }
        defer { for text in keys + values { free(text) } }
        let handle = PQconnectStartParams(
            keys.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 1)
        // So that a refusal carries its SQLSTATE.
        if let handle { PQsetErrorVerbosity(handle, PQERRORS_VERBOSE) }
        return handle
    }

    private static func finish(
        _ handle: OpaquePointer, _ url: PostgresURL, _ options: PostgresOptions
    ) throws(SQLError) {
        let deadline = ContinuousClock.now + options.connectTimeout * url.hostCount
        var nextHostAt = ContinuousClock.now + options.connectTimeout
        guard PQstatus(handle) != CONNECTION_BAD else { throw refusal(of: handle, url) }
        var awaited = Int16(POLLOUT)
        while true {
            var descriptor = pollfd(fd: PQsocket(handle), events: awaited, revents: 0)
            let now = ContinuousClock.now
            guard now < deadline else {
                throw .unavailable(reason: "no answer within \(options.connectTimeout.milliseconds) ms")
            }
            if now >= nextHostAt {
                // A host that doesn't answer at all: libpq takes this for a refusal, and tries the next.
                if PQstatus(handle) == CONNECTION_STARTED { shutdown(descriptor.fd, Int32(SHUT_RDWR)) }
                nextHostAt = deadline
            }
            let ready = poll(&descriptor, 1, Int32(clamping: (min(deadline, nextHostAt) - now).milliseconds + 1))
            guard ready > 0 else { continue }
            switch PQconnectPoll(handle) {
            case PGRES_POLLING_OK: return
            case PGRES_POLLING_READING: awaited = Int16(POLLIN)
            case PGRES_POLLING_WRITING: awaited = Int16(POLLOUT)
            default: throw refusal(of: handle, url)
            }
        }
    }

    private static func refusal(of handle: OpaquePointer, _ url: PostgresURL) -> SQLError {
        SQLError(
            connecting: url.redacting(String(cString: PQerrorMessage(handle))),
            needsPassword: PQconnectionNeedsPassword(handle) == 1)
    }
}

extension Duration {
    var milliseconds: Int { Int(self / .milliseconds(1)) }
}

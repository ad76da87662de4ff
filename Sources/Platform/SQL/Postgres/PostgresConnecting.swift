import CPostgres
import Glibc

extension PostgresConnection {
    /// The oldest version that is tested.
    static let oldestVersion = 150_000

    /// Connects, within `connectTimeout`.
    ///
    /// - Throws: `SQLError.unavailable` where another try may help, `refused` and `unsuitable` where somebody has to act.
    static func connect(_ options: PostgresOptions) throws(SQLError) -> PostgresConnection {
        try PostgresConnection(try open(options), options: options)
    }

    /// A connection as libpq has it, which the caller ends with `PQfinish`.
    static func open(_ options: PostgresOptions) throws(SQLError) -> OpaquePointer {
        guard let handle = start(options) else { throw .outOfMemory }
        do throws(SQLError) {
            try finish(handle, options)
            try checkServer(handle)
        } catch {
            PQfinish(handle)
            throw error
        }
        return handle
    }

    /// The URL comes behind our own words and so overrides them.
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

    private static func finish(_ handle: OpaquePointer, _ options: PostgresOptions) throws(SQLError) {
        let deadline = ContinuousClock.now + options.connectTimeout
        guard PQstatus(handle) != CONNECTION_BAD else { throw SQLError(connecting: message(of: handle)) }
        var awaited = Int16(POLLOUT)
        while true {
            var descriptor = pollfd(fd: PQsocket(handle), events: awaited, revents: 0)
            let remaining = deadline - .now
            guard remaining > .zero else {
                throw .unavailable(reason: "no answer within \(options.connectTimeout.milliseconds) ms")
            }
            let ready = poll(&descriptor, 1, Int32(clamping: remaining.milliseconds + 1))
            guard ready > 0 else { continue }
            switch PQconnectPoll(handle) {
            case PGRES_POLLING_OK: return
            case PGRES_POLLING_READING: awaited = Int16(POLLIN)
            case PGRES_POLLING_WRITING: awaited = Int16(POLLOUT)
            default: throw SQLError(connecting: message(of: handle))
            }
        }
    }

    private static func checkServer(_ handle: OpaquePointer) throws(SQLError) {
        let version = Int(PQserverVersion(handle))
        guard version >= oldestVersion else {
            throw .unsuitable(
                reason:
                    "it is PostgreSQL \(version / 10_000).\(version % 10_000); \(oldestVersion / 10_000) or later is needed"
            )
        }
        guard parameter("in_hot_standby", of: handle) != "on" else {
            throw .unsuitable(
                reason:
                    "it is a standby, which may only be read; name the primary, or both with target_session_attrs=read-write"
            )
        }
    }

    private static func parameter(_ name: String, of handle: OpaquePointer) -> String? {
        PQparameterStatus(handle, name).map { String(cString: $0) }
    }

    private static func message(of handle: OpaquePointer) -> String { String(cString: PQerrorMessage(handle)) }
}

extension Duration {
    var milliseconds: Int { Int(self / .milliseconds(1)) }
}

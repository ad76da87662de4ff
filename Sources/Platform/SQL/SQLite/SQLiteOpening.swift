import CSQLite
import Glibc

/// What a connection is for.
enum SQLiteRole {
    case writer
    case reader
    case checkpointer
}

/// Set up once, before the first connection; where another part of the process has opened one, the default stays.
private let isConfigured = sqlite_without_memory_statistics() == SQLITE_OK

extension SQLiteConnection {
    /// Opens the file at `path`, or a database in memory for `nil`; the writer creates it, readable by its owner only.
    ///
    /// - Throws: `SQLError.cannotOpen`, or `busy` when another process holds the file too long.
    static func open(
        _ path: String?, as role: SQLiteRole, options: SQLiteOptions, counters: SQLiteCounters
    ) throws(SQLError) -> SQLiteConnection {
        _ = isConfigured
        if let path, role == .writer { try createFile(path) }
        var handle: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let code = sqlite3_open_v2(path ?? ":memory:", &handle, flags | (path == nil ? SQLITE_OPEN_CREATE : 0), nil)
        guard let handle else { throw .outOfMemory }
        let busyTimeout = role == .checkpointer ? min(options.busyTimeout, .milliseconds(250)) : options.busyTimeout
        let connection = SQLiteConnection(
            handle, busyHandler: BusyHandler(limit: busyTimeout, counters: counters), options: options)
        do throws(SQLError) {
            guard code == SQLITE_OK else { throw connection.error(code, during: nil) }
            try connection.configure(as: role, isFile: path != nil, busyTimeout: busyTimeout)
        } catch {
            guard error != .busy, let path else { throw error }
            throw .cannotOpen(path: path, reason: explain(error, path))
        }
        return connection
    }

    /// Several processes that open a new file at once want the same lock, and SQLite tells all but one that it is busy
    /// without asking the busy handler, since their waiting could be a deadlock (sqlite3_busy_handler).
    private func switchToLog(within limit: Duration) throws(SQLError) {
        let deadline = ContinuousClock.now + limit
        while true {
            do throws(SQLError) {
                return try run(script: "PRAGMA journal_mode = WAL")
            } catch {
                guard error == .busy, .now < deadline else { throw error }
                usleep(1000)
            }
        }
    }

    private func configure(as role: SQLiteRole, isFile: Bool, busyTimeout: Duration) throws(SQLError) {
        if isFile {
            guard sqlite3_db_readonly(handle, "main") == 0 else { throw .readOnly }
            try switchToLog(within: busyTimeout)
            try run(script: "PRAGMA synchronous = FULL")
        }
        try run(
            script:
                "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY;"
        )
        switch role {
        case .writer: break
        case .reader: try run(script: "PRAGMA query_only = ON")
        case .checkpointer: sqlite3_wal_autocheckpoint(handle, 0)
        }
    }
}

/// SQLite would give it to everybody whom the umask allows. An existing file is left alone: to open and close it here
/// would drop the locks that this process may hold on it (fcntl(2)).
private func createFile(_ path: String) throws(SQLError) {
    let file = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if file >= 0 {
        Glibc.close(file)
    } else if errno != EEXIST {
        throw .cannotOpen(path: path, reason: errorText(errno))
    }
}

private func explain(_ error: SQLError, _ path: String) -> String {
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { return "it is a directory" }
    return switch error {
    case .readOnly: "no permission to write"
    case .corrupt(let reason), .io(let reason): reason
    default: "\(error)"
    }
}

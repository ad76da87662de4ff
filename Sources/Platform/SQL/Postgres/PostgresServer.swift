import CPostgres

/// What a server tells of itself when it lets us in.
struct PostgresServer {
    /// As libpq counts: 150018 is 15.18.
    let version: Int
    let encoding: String?
    let isStandby: Bool

    /// The oldest version that is tested.
    static let oldestVersion = 150_000

    init(_ handle: OpaquePointer) {
        version = Int(PQserverVersion(handle))
        encoding = PQparameterStatus(handle, "server_encoding").map { String(cString: $0) }
        isStandby = PQparameterStatus(handle, "in_hot_standby").map { String(cString: $0) } == "on"
    }

    /// Before version 10 there were three numbers: 90624 is 9.6.24.
    private var versionText: String {
        version >= 100_000
            ? "\(version / 10_000).\(version % 10_000)"
            : "\(version / 10_000).\(version / 100 % 100).\(version % 100)"
    }

    /// - Throws: `SQLError.unsuitable`.
    func checkThatItSuits() throws(SQLError) {
        guard version >= Self.oldestVersion else {
            throw .unsuitable(
                reason: "it is PostgreSQL \(versionText); "
                    + "\(Self.oldestVersion / 10_000) or later is needed")
        }
        guard !isStandby else {
            throw .unsuitable(
                reason: "it is a standby, which may only be read; name the primary, "
                    + "or both with target_session_attrs=read-write")
        }
        guard encoding == "UTF8" else {
            throw .unsuitable(reason: "the database's encoding is \(encoding ?? "unknown"); UTF8 is needed")
        }
    }
}

import CPostgres

/// A connection that listens. Confined to its thread.
final class PostgresListener {
    private let wire: PostgresWire
    private(set) var channels: Set<NotificationChannel> = []

    init(_ options: PostgresOptions) throws(SQLError) {
        wire = try PostgresWire(try PostgresConnection.open(options), patience: options.silenceTimeout)
        guard run(["SET idle_session_timeout = 0"]) else { throw wire.lost() }
    }

    var socket: Int32 { wire.socket }

    /// - Returns: `false` when the connection was lost.
    func listen(to new: Set<NotificationChannel>) -> Bool {
        channels.formUnion(new)
        return run(new.map { "LISTEN \(identifier(of: $0))" })
    }

    /// - Returns: `false` when the connection was lost; the channels may have been announced or not.
    func notify(_ channels: Set<NotificationChannel>) -> Bool {
        run(channels.map { "NOTIFY \(identifier(of: $0))" })
    }

    private func run(_ statements: [String]) -> Bool {
        guard !statements.isEmpty else { return true }
        let result = try? wire.run(statements.joined(separator: ";"))
        return result?.status == PGRES_COMMAND_OK
    }

    /// Names of the channels that other sessions announced; `nil` when the connection was lost.
    func received() -> Set<String>? {
        guard PQconsumeInput(wire.handle) == 1 else { return nil }
        var names: Set<String> = []
        while let notification = PQnotifies(wire.handle) {
            // Our own were given to those who wait here before they were sent.
            if notification.pointee.be_pid != PQbackendPID(wire.handle) {
                names.insert(String(String(cString: notification.pointee.relname).dropFirst(prefix.count)))
            }
            PQfreemem(notification)
        }
        return names
    }

    /// A channel's name has lower-case letters, digits and `_` alone.
    private func identifier(of channel: NotificationChannel) -> String { prefix + channel.name }
}

private let prefix = "fte_"

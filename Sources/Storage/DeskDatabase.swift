package import FoundationEssentials
package import SQL
package import SupportDesk

/// What every store stands on: the database, the company whose rows it keeps, and where ids come from.
package struct DeskDatabase: Sendable {
    package let database: any Database
    package let workspace: ID<WorkspaceScope>
    package let ids: IDSource
    package let faults: Faults

    package init(
        database: any Database, workspace: ID<WorkspaceScope> = WorkspaceScope.single, ids: IDSource,
        faults: Faults = .none
    ) {
        self.database = database
        self.workspace = workspace
        self.ids = ids
        self.faults = faults
    }
}

/// Makes ids. UUIDv7 for rows, so that new ones lie beside each other; UUIDv4 for what must not be guessed.
package struct IDSource: Sendable {
    package let ordered: @Sendable () -> UUID
    package let unguessable: @Sendable () -> UUID
    package let bits: @Sendable () -> UInt64

    package init(
        ordered: @escaping @Sendable () -> UUID, unguessable: @escaping @Sendable () -> UUID,
        bits: @escaping @Sendable () -> UInt64
    ) {
        self.ordered = ordered
        self.unguessable = unguessable
        self.bits = bits
    }

    package func new<Entity>() -> ID<Entity> { ID(ordered()) }
}

extension NotificationChannel {
    /// Conversations have work.
    package static let work = NotificationChannel("work")
    /// Tickets changed.
    package static let changes = NotificationChannel("changes")
    /// The documents changed.
    package static let knowledge = NotificationChannel("knowledge")
}

extension PostgresScope {
    /// The rows of one company.
    package static func workspace(_ id: ID<WorkspaceScope>) -> PostgresScope {
        PostgresScope(setting: "fte.workspace", value: id.description)
    }

    /// Every company's rows; for the tables' owner alone.
    package static let everyWorkspace = PostgresScope(setting: "fte.workspace", value: "*")
}

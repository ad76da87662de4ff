package import Formats
package import SQL
package import Storage
package import SupportDesk
import TestServers

/// What a test chooses of a desk.
package struct DeskSetting: Sendable {
    package var time = DeskTime()
    package var ids = TestIDs()
    package var faults = Faults.none
    package var backlogLimit = 10_000
    /// The company.
    package var workspace = WorkspaceScope.single
    package var isGone: @Sendable (WorkerID) -> Bool = { _ in false }
    /// Limits of the database; its clock is always `time`.
    package var options = SQLiteOptions()
    /// Changes the limits of a PostgreSQL database; its clock is always `time`.
    package var changePostgres: @Sendable (inout PostgresOptions) -> Void = { _ in }

    package init() {}

    /// As the application's role, which owns nothing and sees one company.
    func postgres(_ database: TestDatabase) -> PostgresOptions {
        var options = PostgresOptions(url: database.url(as: "fte_app"))
        options.connections = 3
        options.scope = .workspace(workspace)
        options.clock = { [time] in time.now }
        changePostgres(&options)
        return options
    }

    var sqlite: SQLiteOptions {
        var options = options
        options.clock = { [time] in time.now }
        return options
    }
}

/// A database with the schema and a company in it, and every store on it.
package struct TestDesk: Sendable {
    package let desk: DeskDatabase
    package let time: DeskTime
    package let intake: SQLIntake
    package let queue: SQLWorkQueue
    package let teammates: SQLTicketDesk
    package let pages: SQLTicketPages
    package let deadLetters: SQLDeadLetters
    package let records: SQLConversationRecords
    package let figures: SQLDeskFigures
    package let keys: SQLAPIKeys
    package let retention: SQLRetention
    package let journals: SQLRunJournals
    package let spending: SQLModelSpending
    package let runs: SQLRunRecords

    package var database: any Database { desk.database }

    /// Brings the schema up to date and records the company.
    static func prepared(_ database: any Database, _ setting: DeskSetting) async throws -> TestDesk {
        try await DeskSchema.migrator.migrate(database)
        return try await recorded(database, setting)
    }

    /// Records the company, where the schema is there.
    static func recorded(_ database: any Database, _ setting: DeskSetting) async throws -> TestDesk {
        let desk = TestDesk(database, setting)
        try await SQLWorkspaces(desk.desk).record(name: "TechCorp", channels: [])
        return desk
    }

    init(_ database: any Database, _ setting: DeskSetting) {
        desk = DeskDatabase(
            database: database, workspace: setting.workspace, ids: setting.ids.source, faults: setting.faults)
        time = setting.time
        figures = SQLDeskFigures(desk)
        let backlog = Backlog(figures: figures, limit: setting.backlogLimit, now: { [time] in time.now })
        intake = SQLIntake(desk, referencePrefix: "TC", backlog: backlog)
        queue = SQLWorkQueue(desk, referencePrefix: "TC", isGone: setting.isGone)
        teammates = SQLTicketDesk(desk)
        pages = SQLTicketPages(desk)
        deadLetters = SQLDeadLetters(desk)
        records = SQLConversationRecords(desk)
        keys = SQLAPIKeys(desk)
        retention = SQLRetention(desk)
        journals = SQLRunJournals(desk)
        spending = SQLModelSpending(desk)
        runs = SQLRunRecords(desk)
    }
}

// The acts of a day, one line each.
extension TestDesk {
    /// Takes in a form submission.
    @discardableResult
    package func submit(_ message: InboundMessage = .sample()) async throws -> IntakeReceipt {
        try await intake.accept(message)
    }

    /// Takes in what was written on a ticket's page.
    @discardableResult
    package func reply(_ reply: PageReply = .sample(), to link: TicketLink) async throws -> IntakeReceipt {
        try await intake.receiveReply(reply, to: link)
    }

    /// Claims the one conversation that is due.
    package func claimNext(for worker: WorkerID = .sample(1)) async throws -> ClaimedWork? {
        try await queue.claim(upTo: 1, for: worker).work.first
    }

    /// Claims what is due next and answers it.
    @discardableResult
    package func answerNext(_ text: String = "Use the link on the sign-in page.") async throws -> ClaimedWork? {
        guard let work = try await claimNext() else { return nil }
        try await queue.commit(.sample(answering: work, text), under: work.claim)
        return work
    }

    /// Claims what is due next and gives up on its first message.
    @discardableResult
    package func deadLetterNext(_ cause: FailureCause = .sample) async throws -> ClaimedWork? {
        guard let work = try await claimNext() else { return nil }
        try await queue.deadLetter(.sample(work.pending[0].inbound, cause), under: work.claim)
        return work
    }

    /// The first column of the one row that a query finds.
    package func number(_ sql: StaticString) async throws -> Int? {
        try await database.read { try $0.row(sql) { try $0.int(0) } }
    }

    /// The first column of a query's rows, as text.
    package func words(_ sql: StaticString) async throws -> [String] {
        try await database.read { try $0.rows(sql) { try $0.textOrNil(0) ?? "NULL" } }
    }

    /// The first column of a query's rows, as JSON: databases keep it with spaces and orders of their own.
    package func values(_ sql: StaticString) async throws -> [JSONValue] {
        try await database.read { try $0.rows(sql) { try JSONValue(parsing: try $0.json(0)) } }
    }
}

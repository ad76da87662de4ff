import Process
import SQL
import Storage
import SupportDesk
import Telemetry

/// Opens a PostgreSQL database for one company, its schema brought up to date first.
struct PostgresOpening {
    private let login: DatabaseLogin
    private let settings: DatabaseSettings
    private let workspace: ID<WorkspaceScope>
    private let logger: Logger

    init(_ login: DatabaseLogin, _ settings: DatabaseSettings, workspace: ID<WorkspaceScope>, logger: Logger) {
        self.login = login
        self.settings = settings
        self.workspace = workspace
        self.logger = logger
    }

    /// Waits for a server that is away, as long as any transaction would.
    /// - Throws: `StartError`, with the cause and what mends it.
    func open() async throws -> PostgresDatabase {
        let database = try await connect(PostgresOptions(login, settings, workspace: workspace), as: login)
        do {
            try await bringUpToDate(database)
            return database
        } catch {
            await database.close()
            throw startError(error, login)
        }
    }

    private func bringUpToDate(_ database: PostgresDatabase) async throws {
        let state = try await SchemaState.read(database)
        guard !state.isComplete else { return }
        if let trouble = DatabaseTrouble(torn: state) { throw StartError(trouble.line(login.address)) }
        let role = try await database.read { tx in try tx.row("SELECT current_user::text") { try $0.text(0) } }
        try await migrate(state, as: settings.owner ?? login, lettingIn: role ?? login.address.role)
        let now = try await SchemaState.read(database)
        if let trouble = DatabaseTrouble(unfinished: now, for: login, owner: settings.owner) {
            throw StartError(trouble.line(login.address))
        }
    }

    /// As the role that may change the schema, on a connection that ends with it.
    private func migrate(_ state: SchemaState, as owner: DatabaseLogin, lettingIn role: String) async throws {
        let database = try await connect(PostgresOptions(maintaining: owner, settings), as: owner)
        do {
            logger.report(try await DeskSchema.migrator.migrate(database))
            if settings.owner != nil { try await DeskSchema.grant(to: role, in: database) }
        } catch {
            await database.close()
            if (error as? any SchemaRefusal)?.isForbidden == true,
                let trouble = DatabaseTrouble(unfinished: state, for: owner, owner: settings.owner)
            {
                throw StartError(trouble.line(owner.address))
            }
            throw startError(error, owner)
        }
        await database.close()
    }

    private func connect(_ options: PostgresOptions, as login: DatabaseLogin) async throws -> PostgresDatabase {
        let deadline = ContinuousClock.now + settings.patience
        var isWaiting = false
        while true {
            do {
                return try await PostgresDatabase(options)
            } catch let error as SQLError {
                guard error.isTransient, ContinuousClock.now < deadline else { throw startError(error, login) }
                if !isWaiting { logger.warning("Database is away; waiting", metadata: ["error": .failure(error)]) }
                isWaiting = true
                try await Task.sleep(for: .milliseconds(250))
            }
        }
    }

    private func startError(_ error: any Error, _ login: DatabaseLogin) -> any Error {
        DatabaseTrouble(error, at: login.address).map { StartError($0.line(login.address)) } ?? error
    }
}

extension PostgresOptions {
    /// For the desk's work: sees one company.
    init(_ login: DatabaseLogin, _ settings: DatabaseSettings, workspace: ID<WorkspaceScope>) {
        self.init(url: login.url.reveal())
        connections = settings.connections
        scope = .workspace(workspace)
        connectTimeout = settings.connectTimeout
        patience = settings.patience
        statementTimeout = settings.statementTimeout
        lockTimeout = settings.lockTimeout
    }

    /// For changes of the schema: sees every company, and may take its time.
    init(maintaining login: DatabaseLogin, _ settings: DatabaseSettings) {
        self.init(url: login.url.reveal())
        connections = 1
        scope = .everyWorkspace
        applicationName = "fte maintenance"
        connectTimeout = settings.connectTimeout
        patience = settings.patience
        statementTimeout = .seconds(3600)
        readTimeLimit = .seconds(3600)
        lockTimeout = max(settings.lockTimeout, .seconds(60))
    }
}

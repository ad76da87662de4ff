import SQL
import Storage
import SupportDesk
import TestServers
import TestSupport

/// The databases that vectors may lie in: also those that got pgvector after the schema.
enum VectorBackend: CustomStringConvertible, Sendable {
    case plain(DatabaseBackend)
    case pgvector(TestServer)

    static let all = DatabaseBackend.allCases.map(Self.plain) + withIndex
    /// Debian's 15 has no pgvector, the others do.
    static let withIndex = TestServer.all.filter { $0.label != "15" }.map(Self.pgvector)

    var description: String {
        switch self {
        case .plain(let backend): backend.description
        case .pgvector(let server): "\(server) with pgvector"
        }
    }

    var hasIndex: Bool {
        switch self {
        case .plain: false
        case .pgvector: true
        }
    }
}

/// One database of two companies, and its owner's view of the first.
struct VectorBed {
    let first: DeskDatabase
    let second: DeskDatabase
    let owner: DeskDatabase
    /// On PostgreSQL.
    let database: TestDatabase?

    static func with(_ backend: VectorBackend, _ body: (VectorBed) async throws -> Void) async throws {
        switch backend {
        case .plain(.sqliteInMemory): try await run(body, on: try await SQLiteDatabase.inMemory())
        case .plain(.sqliteFile):
            try await withTemporaryFolder { try await run(body, on: try await SQLiteDatabase(path: $0 + "/desk.db")) }
        case .plain(.postgres(let server)):
            try await server.withEmptyDesk { try await run(body, on: $0) }
        case .pgvector(let server):
            try await server.withEmptyDesk { database in
                try await database.run("CREATE EXTENSION vector")
                try await run(body, on: database) { _ = try await DeskSchema.adoptVectors(in: $0.owner.database) }
            }
        }
    }

    private static func run(_ body: (VectorBed) async throws -> Void, on database: SQLiteDatabase) async throws {
        try await DeskSchema.migrator.migrate(database)
        try await run(body, with: VectorBed(database, database, database, nil))
    }

    private static func run(
        _ body: (VectorBed) async throws -> Void, on database: TestDatabase,
        preparing: (VectorBed) async throws -> Void = { _ in }
    ) async throws {
        func open(_ role: String, _ scope: PostgresScope) async throws -> PostgresDatabase {
            var options = PostgresOptions(url: database.url(as: role))
            options.connections = 1
            options.scope = scope
            return try await PostgresDatabase(options)
        }
        let bed = VectorBed(
            try await open("fte_app", .workspace(WorkspaceScope.single)), try await open("fte_app", .workspace(other)),
            try await open("fte_owner", .everyWorkspace), database)
        try await preparing(bed)
        try await run(body, with: bed)
    }

    private static func run(_ body: (VectorBed) async throws -> Void, with bed: VectorBed) async throws {
        let result: Result<Void, any Error>
        do {
            for desk in [bed.first, bed.second] { try await SQLWorkspaces(desk).record(name: "Acme", channels: []) }
            result = .success(try await body(bed))
        } catch {
            result = .failure(error)
        }
        for desk in [bed.first, bed.second, bed.owner] { await desk.database.close() }
        try result.get()
    }

    private static let other = ID<WorkspaceScope>(TestIDs().source.ordered())

    private init(
        _ first: any Database, _ second: any Database, _ owner: any Database, _ database: TestDatabase?
    ) {
        let ids = TestIDs().source
        self.first = DeskDatabase(database: first, ids: ids)
        self.second = DeskDatabase(database: second, workspace: Self.other, ids: ids)
        self.owner = DeskDatabase(database: owner, ids: ids)
        self.database = database
    }
}

extension DeskDatabase {
    /// Makes these the company's documents, with the vectors, by one model.
    func record(
        _ vectors: [[Float]], named prefix: String = "p", model: String = "small"
    ) async throws {
        let store = SQLKnowledgeStore(self)
        _ = try await store.replaceAll(with: Passage.numbered(vectors.count, named: prefix))
        try await SQLPassageVectors(self).record(
            PassageVector.numbered(vectors, named: prefix), model: model, dimension: vectors[0].count,
            generation: try await store.generation())
    }
}

extension Passage {
    static func numbered(_ count: Int, named prefix: String = "p", changed: Set<Int> = []) -> [Passage] {
        (0..<count).map { number in
            Passage(
                citation: "\(prefix)\(number)", documentTitle: "Login", headingPath: ["Login"], category: nil,
                markdown: changed.contains(number) ? "new" : "text \(number)", position: number)
        }
    }
}

extension PassageVector {
    static func numbered(_ vectors: [[Float]], named prefix: String = "p") -> [PassageVector] {
        vectors.enumerated().map { PassageVector(citation: "\(prefix)\($0.offset)", values: $0.element) }
    }
}

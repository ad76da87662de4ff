import SQL
import Storage
import SupportDesk
import TestServers
import TestSupport
import Testing

// One after the other: each takes four connections, and all suites share the servers.
@Suite(.serialized, .timeLimit(.minutes(3))) struct VectorIndexTests {
    @Test(arguments: VectorBackend.withIndex)
    func `candidates from the index are the nearest but for 2 of 100`(backend: VectorBackend) async throws {
        try await VectorBed.with(backend) { bed in
            var source = ClusteredVectors(dimension: 64, heaps: 50, seed: 7)
            try await bed.first.record((0..<5000).map { _ in source.next() })
            let exact = SQLPassageVectors(bed.first, exactLimit: 5000)
            let indexed = SQLPassageVectors(bed.first, exactLimit: 1000)
            #expect(try await SQLPassageVectors(bed.owner, exactLimit: 1000).prepareIndex())

            var common = 0
            for _ in 0..<25 {
                let query = source.next()
                let wanted = try await exact.nearest(to: query, model: "small", limit: 10)
                let found = try await indexed.nearest(to: query, model: "small", limit: 10)
                common += Set(wanted.map(\.citation)).intersection(found.map(\.citation)).count
            }

            #expect(common >= 245)
        }
    }

    @Test(arguments: VectorBackend.withIndex)
    func `the query walks the company's own index`(backend: VectorBackend) async throws {
        try await VectorBed.with(backend) { bed in
            let database = try #require(bed.database)
            var source = ClusteredVectors(dimension: 8, heaps: 5, seed: 7)
            try await bed.first.record((0..<500).map { _ in source.next() })
            try await bed.second.record((0..<500).map { _ in source.next() })
            _ = try await SQLPassageVectors(bed.owner, exactLimit: 100).prepareIndex()
            let statements = Box<[String]>([])
            var options = PostgresOptions(url: database.url(as: "fte_app"))
            options.scope = .workspace(WorkspaceScope.single)
            options.onPrepare = { sql in statements.change { $0.append(sql.description) } }
            let watched = try await PostgresDatabase(options)
            let store = SQLPassageVectors(DeskDatabase(database: watched, ids: bed.first.ids), exactLimit: 100)

            let found = try await store.nearest(to: source.next(), model: "small", limit: 10)
            await watched.close()

            #expect(found.count == 10)
            let settings = statements.value.filter { $0.contains("set_config") && !$0.contains("$1") }
            let query = try #require(statements.value.first { $0.contains("<=>") })
            let plan = try await database.column(
                [
                    "SET fte.workspace = '\(WorkspaceScope.single)'", "SET plan_cache_mode = force_generic_plan",
                    "PREPARE asked AS \(query)", "BEGIN",
                ] + settings + [
                    "EXPLAIN EXECUTE asked('\(WorkspaceScope.single)', 8, '{1,2,3,4,5,6,7,8}', 200)"
                ], as: "fte_app")
            #expect(plan.contains { $0.contains("Index Scan using knowledge_nearest_") })
        }
    }

    @Test(arguments: VectorBackend.withIndex)
    func `pgvector may come later, while the desk goes on`(backend: VectorBackend) async throws {
        guard case .pgvector(let server) = backend else { return }
        try await VectorBed.with(.plain(.postgres(server))) { bed in
            let database = try #require(bed.database)
            let vectors: [[Float]] = [[1, 0], [0, 1], [1, 1]]
            try await bed.first.record(vectors)
            let store = SQLPassageVectors(bed.first, exactLimit: 2)
            let before = try await store.nearest(to: [2, 1], model: "small", limit: 3)

            let tooEarly = try await DeskSchema.adoptVectors(in: bed.owner.database)
            try await database.run("CREATE EXTENSION vector")
            let adopted = try await DeskSchema.adoptVectors(in: bed.owner.database)
            let again = try await DeskSchema.adoptVectors(in: bed.owner.database)
            let kept = try await store.vector(of: "p2")
            try await bed.first.record(vectors)
            let made = try await SQLPassageVectors(bed.owner, exactLimit: 2).prepareIndex()

            #expect([tooEarly, adopted, again] == [false, true, false])
            #expect(kept == [1, 1])
            #expect(made)
            #expect(try await store.nearest(to: [2, 1], model: "small", limit: 3) == before)
        }
    }
}

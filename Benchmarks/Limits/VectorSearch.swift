import Crypto
import FoundationEssentials
import SQL
import Storage
import SupportDesk
import TestSupport

/// The nearest of many vectors: by pgvector's index with rescoring, and one by one in this process.
enum VectorSearch {
    private static let queries = 200
    private static let limit = 10
    private static let model = "benchmark"

    /// - Parameter url: of an empty database, as the role that is to own the schema; it has the extension `vector`.
    static func run(url: String, count: Int, dimension: Int) async throws {
        var options = PostgresOptions(url: url)
        options.scope = .workspace(WorkspaceScope.single)
        let database = try await PostgresDatabase(options)
        try await DeskSchema.migrator.migrate(database)
        let ids = UUIDGenerator()
        let desk = DeskDatabase(
            database: database,
            ids: IDSource(ordered: { ids.v7() }, unguessable: { ids.v4() }, bits: { 0 }))
        try await SQLWorkspaces(desk).record(name: "benchmark", channels: [])
        var source = ClusteredVectors(dimension: dimension, heaps: max(count / 100, 1), seed: 1)

        print("stored: \(try await seconds { try await fill(desk, count, dimension, &source) }) s")
        let exact = SQLPassageVectors(desk, exactLimit: count)
        let indexed = SQLPassageVectors(desk, exactLimit: 0)
        let made = try await seconds {
            guard try await indexed.prepareIndex() else { throw SQLError.unsuitable(reason: "pgvector is missing") }
        }
        print("index made: \(made) s")
        let near = (0..<queries).map { _ in source.next() }
        print("read into memory: \(try await seconds { _ = try await ask(exact, near[0]) }) s")
        _ = try await ask(indexed, near[0])
        var strange = ClusteredVectors(dimension: dimension, heaps: queries, seed: 2)
        print("queries like the passages:")
        try await compare(exact, indexed, near)
        print("queries that lie near nothing:")
        try await compare(exact, indexed, (0..<queries).map { _ in strange.next() })
        await database.close()
    }

    private static func compare(
        _ exact: SQLPassageVectors, _ indexed: SQLPassageVectors, _ queries: [[Float]]
    ) async throws {
        var (exactTimes, indexedTimes): ([Double], [Double]) = ([], [])
        var common = 0
        for query in queries {
            var (right, found): ([String], [String]) = ([], [])
            exactTimes.append(try await seconds { right = try await ask(exact, query) })
            indexedTimes.append(try await seconds { found = try await ask(indexed, query) })
            common += Set(right).intersection(found).count
        }
        print("  exact in process: \(percentiles(exactTimes))")
        print("  index and rescoring: \(percentiles(indexedTimes))")
        print("  recall at \(limit): \(Double(common) / Double(queries.count * limit))")
    }

    private static func ask(_ store: SQLPassageVectors, _ query: [Float]) async throws -> [String] {
        try await store.nearest(to: query, model: model, limit: limit).map(\.citation)
    }

    private static func fill(
        _ desk: DeskDatabase, _ count: Int, _ dimension: Int, _ source: inout ClusteredVectors
    ) async throws {
        let documents = SQLKnowledgeStore(desk)
        let passages = (0..<count).map { number in
            Passage(
                citation: "p\(number)", documentTitle: "Help", headingPath: ["Help"], category: nil,
                markdown: "Passage \(number)", position: number)
        }
        _ = try await documents.replaceAll(with: passages)
        let generation = try await documents.generation()
        let portion = 2000
        for start in stride(from: 0, to: count, by: portion) {
            let vectors = (start..<min(start + portion, count)).map { number in
                PassageVector(citation: "p\(number)", values: source.next())
            }
            try await SQLPassageVectors(desk).record(
                vectors, model: model, dimension: dimension, generation: generation)
        }
    }

    private static func seconds(_ body: () async throws -> Void) async rethrows -> Double {
        let start = ContinuousClock.now
        try await body()
        return (ContinuousClock.now - start) / .seconds(1)
    }

    private static func percentiles(_ times: [Double]) -> String {
        let sorted = times.sorted()
        func milliseconds(_ share: Double) -> Double {
            (sorted[Int(Double(sorted.count - 1) * share)] * 10_000).rounded() / 10
        }
        return "p50 \(milliseconds(0.5)) ms, p99 \(milliseconds(0.99)) ms"
    }
}

import FoundationEssentials
import SQL
import SupportDesk

/// The vectors of the company's passages, and which of them lie nearest to a query.
///
/// A company's vectors are all of one model; a passage that changes loses its vector. Up to `exactLimit` of them, and on
/// databases without an index for them, every vector is compared in this process, from memory. Beyond it pgvector's
/// index proposes candidates that are compared here in the same way, so that similarities and order are the same.
package struct SQLPassageVectors: Sendable {
    /// What a query may ask for at most.
    package static let maxLimit = 100
    /// pgvector's own limit.
    package static let maxDimension = 16_000

    let desk: DeskDatabase
    let exactLimit: Int
    private let cache = VectorCache()

    /// - Parameter exactLimit: how many vectors are compared one by one even where the database has an index.
    package init(_ desk: DeskDatabase, exactLimit: Int = 100_000) {
        self.desk = desk
        self.exactLimit = exactLimit
    }

    /// Keeps vectors of passages in place of those they had: all of them or, when something is refused, none.
    ///
    /// - Parameter generation: `KnowledgeStore.generation` from before the passages were read.
    /// - Throws: `PassageVectorError`; `documentsChanged` means to read the passages again.
    package func record(
        _ vectors: [PassageVector], model: String, dimension: Int, generation: Int
    ) async throws {
        precondition((1...Self.maxDimension).contains(dimension), "a vector has 1 to \(Self.maxDimension) numbers")
        for vector in vectors {
            guard vector.values.count == dimension else {
                throw PassageVectorError.otherDimension(expected: dimension, given: vector.values.count)
            }
            _ = try Direction(vector.values)
        }
        try await desk.database.write { tx in
            try tx.touchGeneration(for: desk)
            let known = try tx.row(
                "SELECT generation FROM knowledge_state WHERE workspace_id = $1", desk.workspace,
                decode: { try $0.int(0) })
            guard known == generation else { throw PassageVectorError.documentsChanged }
            if let state = try tx.vectorState(for: desk) {
                try state.check(model: model, dimension: dimension)
            } else {
                try tx.setModel(model, dimension: dimension, for: desk)
            }
            for vector in vectors { try tx.set(vector, for: desk) }
            try tx.raiseVectorGeneration(for: desk)
        }
    }

    /// Forgets the vectors and which model made them, so that another's can be recorded.
    package func removeAll() async throws {
        try await desk.database.write { tx in
            try tx.touchGeneration(for: desk)
            try tx.execute(
                "UPDATE knowledge_base SET embedding = NULL WHERE workspace_id = $1 AND embedding IS NOT NULL",
                desk.workspace)
            try tx.setModel(nil, dimension: nil, for: desk)
            try tx.raiseVectorGeneration(for: desk)
        }
    }

    /// A passage's vector as it was recorded; `nil` where it has none.
    package func vector(of citation: String) async throws -> [Float]? {
        try await desk.database.read { tx in
            try tx.row(
                tx.dialect.text(
                    sqlite: """
                        SELECT embedding FROM knowledge_base
                        WHERE workspace_id = $1 AND citation = $2 AND embedding IS NOT NULL
                        """,
                    postgres: """
                        SELECT array_send(embedding::real[]) FROM knowledge_base
                        WHERE workspace_id = $1 AND citation = $2 AND embedding IS NOT NULL
                        """), desk.workspace, citation
            ) { try VectorColumn.vector(in: $0, 0, for: tx.dialect) }
        }
    }

    /// The passages nearest to a query, the nearest first; equally near ones in the order of their citations.
    ///
    /// - Parameters:
    ///   - model: what made the query's vector.
    ///   - limit: 1 to `maxLimit`.
    /// - Returns: Nothing while no vectors are recorded.
    /// - Throws: `PassageVectorError` where the query can't be compared with the company's vectors.
    package func nearest(to query: [Float], model: String, limit: Int) async throws -> [NearPassage] {
        precondition((1...Self.maxLimit).contains(limit), "a query asks for 1 to \(Self.maxLimit) passages")
        let direction = try Direction(query)
        guard let state = try await desk.database.read({ try $0.vectorState(for: desk) }),
            let vectors = try await cache.vectors(asNewAs: state, read: readVectors)
        else { return [] }
        try vectors.state.check(model: model, dimension: query.count)
        if let exact = vectors.exact { return exact.nearest(to: direction, limit: limit) }
        return try await candidates(for: query, model: model, limit: limit)?.nearest(to: direction, limit: limit) ?? []
    }

    @Sendable private func readVectors() async throws -> VectorCache.Vectors? {
        try await desk.database.read { tx in
            guard let state = try tx.vectorState(for: desk) else { return nil }
            if try tx.hasVectorIndex(dimension: state.dimension, for: desk),
                try tx.vectorCount(for: desk) > exactLimit
            {
                return VectorCache.Vectors(state: state, exact: nil)
            }
            return VectorCache.Vectors(state: state, exact: try tx.allVectors(dimension: state.dimension, for: desk))
        }
    }
}

extension Transaction {
    fileprivate func setModel(_ model: String?, dimension: Int?, for desk: DeskDatabase) throws {
        try execute(
            "UPDATE knowledge_state SET embedding_model = $2, embedding_dimension = $3 WHERE workspace_id = $1",
            desk.workspace, model, dimension)
    }

    fileprivate func set(_ vector: PassageVector, for desk: DeskDatabase) throws {
        let changed = try affectedRows(
            dialect.text(
                sqlite: "UPDATE knowledge_base SET embedding = $3 WHERE workspace_id = $1 AND citation = $2",
                postgres: "UPDATE knowledge_base SET embedding = $3::real[] WHERE workspace_id = $1 AND citation = $2"),
            desk.workspace, vector.citation, VectorColumn.value(vector.values, for: dialect))
        guard changed == 1 else { throw PassageVectorError.unknownPassage(citation: vector.citation) }
    }

    /// Read in portions: a result is held in memory as a whole.
    fileprivate func allVectors(dimension: Int, for desk: DeskDatabase) throws -> ExactVectors {
        let portion = 1000
        var vectors = ExactVectors(dimension: dimension)
        var last = ""
        try readInIndexOrder()
        while true {
            let page = try rows(
                dialect.text(
                    sqlite: """
                        SELECT citation, embedding FROM knowledge_base
                        WHERE workspace_id = $1 AND citation > $2 AND embedding IS NOT NULL
                        ORDER BY citation LIMIT $3
                        """,
                    postgres: """
                        SELECT citation, array_send(embedding::real[]) FROM knowledge_base
                        WHERE workspace_id = $1 AND citation > $2 AND embedding IS NOT NULL
                        ORDER BY citation LIMIT $3
                        """), desk.workspace, last, portion
            ) { row in
                let direction = try Direction(try VectorColumn.vector(in: row, 1, for: dialect))
                let citation = try row.text(0)
                vectors.append(direction, of: citation)
                return citation
            }
            guard page.count == portion, let end = page.last else { return vectors }
            last = end
        }
    }
}

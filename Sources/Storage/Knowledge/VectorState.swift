import SQL

/// What is known about a company's vectors as a whole.
struct VectorState: Equatable, Sendable {
    /// Of the documents, and of the vectors: either grows with each change of its own.
    var documents: Int
    var vectors: Int
    var model: String
    var dimension: Int

    func isAsNew(as other: VectorState) -> Bool { documents >= other.documents && vectors >= other.vectors }

    /// - Throws: `PassageVectorError` where vectors of `model` must not be mixed with these.
    func check(model: String, dimension: Int) throws(PassageVectorError) {
        guard self.model == model else { throw .otherModel(recorded: self.model, given: model) }
        guard self.dimension == dimension else { throw .otherDimension(expected: self.dimension, given: dimension) }
    }
}

extension Transaction {
    /// `nil` while no vector was recorded.
    func vectorState(for desk: DeskDatabase) throws -> VectorState? {
        try row(
            """
            SELECT generation, embedding_generation, embedding_model, embedding_dimension FROM knowledge_state
            WHERE workspace_id = $1 AND embedding_model IS NOT NULL
            """, desk.workspace
        ) { row in
            VectorState(
                documents: try row.int(0), vectors: try row.int(1), model: try row.text(2), dimension: try row.int(3))
        }
    }

    /// Makes every process read the vectors again.
    func raiseVectorGeneration(for desk: DeskDatabase) throws {
        try execute(
            "UPDATE knowledge_state SET embedding_generation = embedding_generation + 1 WHERE workspace_id = $1",
            desk.workspace)
    }

    func vectorCount(for desk: DeskDatabase) throws -> Int {
        try row(
            "SELECT count(*) FROM knowledge_base WHERE workspace_id = $1 AND embedding IS NOT NULL", desk.workspace
        ) { try $0.int(0) } ?? 0
    }
}

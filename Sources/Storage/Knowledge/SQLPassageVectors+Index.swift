import FoundationEssentials
import SQL
import SupportDesk

// Beyond `exactLimit`: pgvector's HNSW index (Malkov and Yashunin, 2018).
//
// A company has an index of its own, over its rows alone. One index for all would find the nearest of every company and
// then leave out the others': a small company beside a large one would find little, or search long. It could not be
// made either, for an index holds vectors of one dimension and each company chooses its model.
extension SQLPassageVectors {
    /// What pgvector's index can hold.
    static let maxIndexedDimension = 2000

    /// Makes the index that the company's vectors need once they are more than `exactLimit`, and removes one of an
    /// earlier model. Until then, and where pgvector is absent, answers are the same and take longer.
    ///
    /// To be run by the tables' owner. It is one transaction (`CREATE INDEX CONCURRENTLY` can't be in any): while the index is
    /// made, minutes for some hundred thousand vectors, imports of documents wait or are refused as busy, of other
    /// companies too; everything else goes on.
    ///
    /// - Returns: whether an index was made.
    package func prepareIndex() async throws -> Bool {
        guard desk.database.dialect == .postgres else { return false }
        return try await desk.database.write { tx in
            // A company without vectors may not even be recorded yet.
            guard try tx.vectorState(for: desk) != nil, try tx.hasHNSW() else { return false }
            try tx.touchGeneration(for: desk)
            guard let state = try tx.vectorState(for: desk),
                try !tx.hasVectorIndex(dimension: state.dimension, for: desk)
            else { return false }
            let count = try tx.vectorCount(for: desk)
            guard count > exactLimit, state.dimension <= Self.maxIndexedDimension else { return false }
            try tx.dropVectorIndexes(for: desk)
            try tx.createVectorIndex(count: count, dimension: state.dimension, for: desk)
            try tx.raiseVectorGeneration(for: desk)
            return true
        }
    }

    /// The vectors that the index holds for near, more than are asked for. `nil` when they are gone by now.
    func candidates(for query: [Float], model: String, limit: Int) async throws -> ExactVectors? {
        try await desk.database.read { tx in
            guard let state = try tx.vectorState(for: desk) else { return nil }
            try state.check(model: model, dimension: query.count)
            try tx.searchClosely(for: limit)
            var vectors = ExactVectors(dimension: query.count)
            // The index is on `embedding::vector(n)`, which is this call; a cast could not take its n from a parameter.
            _ = try tx.rows(
                """
                SELECT citation, array_send(embedding::real[]) FROM knowledge_base
                WHERE workspace_id = $1 AND vector_dims(embedding) = $2
                ORDER BY vector(embedding, $2, true) <=> $3::real[]::vector
                LIMIT $4
                """, desk.workspace, query.count, VectorColumn.value(query, for: tx.dialect),
                limit * 4
            ) { row in
                let direction = try Direction(try VectorColumn.vector(in: row, 1, for: tx.dialect))
                vectors.append(direction, of: try row.text(0))
            }
            return vectors
        }
    }
}

extension Transaction {
    func hasVectorIndex(dimension: Int, for desk: DeskDatabase) throws -> Bool {
        guard dialect == .postgres else { return false }
        return try row(
            """
            SELECT 1 FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
            WHERE indrelid = 'knowledge_base'::regclass AND indisvalid AND relname::text = $1
            """, desk.vectorIndex + String(dimension), decode: { _ in true }) ?? false
    }

    fileprivate func hasHNSW() throws -> Bool {
        try row(
            """
            SELECT 1 FROM pg_attribute JOIN pg_type ON pg_type.oid = atttypid
            WHERE attrelid = 'knowledge_base'::regclass AND attname = 'embedding' AND typname = 'vector'
                AND EXISTS (SELECT FROM pg_am WHERE amname = 'hnsw')
            """, decode: { _ in true }) ?? false
    }

    fileprivate func dropVectorIndexes(for desk: DeskDatabase) throws {
        let names = try rows(
            """
            SELECT relname::text FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
            WHERE indrelid = 'knowledge_base'::regclass AND starts_with(relname::text, $1)
            """, desk.vectorIndex, decode: { try $0.text(0) })
        for name in names { try script("DROP INDEX \(name)") }
    }

    fileprivate func createVectorIndex(count: Int, dimension: Int, for desk: DeskDatabase) throws {
        // Built in memory as long as the graph fits: each vector, and some links. Otherwise it takes many times as long.
        let kilobytes = min(count * (dimension * 4 + 600) / 1024 + 8192, 2 << 20)
        try execute("SELECT set_config('statement_timeout', '1h', true)")
        try execute(
            """
            SELECT set_config('maintenance_work_mem',
                greatest(pg_size_bytes(current_setting('maintenance_work_mem')) / 1024, $1::bigint)::text || 'kB', true)
            """, kilobytes)
        try script(
            """
            CREATE INDEX \(desk.vectorIndex)\(dimension) ON knowledge_base
            USING hnsw ((embedding::vector(\(dimension))) vector_cosine_ops)
            WHERE workspace_id = '\(desk.workspace.uuid)' AND vector_dims(embedding) = \(dimension)
            """)
    }

    /// For the rest of the transaction. Before a large import was analysed, the planner takes the company for small, and
    /// would read and sort all of it for each portion.
    func readInIndexOrder() throws {
        guard dialect == .postgres else { return }
        try execute("SELECT set_config('enable_sort', 'off', true)")
    }

    /// For the rest of the transaction.
    fileprivate func searchClosely(for limit: Int) throws {
        // How many candidates the walk keeps in view: what recall hangs on. pgvector allows 1000.
        try execute("SELECT set_config('hnsw.ef_search', $1, true)", String(min(max(400, limit * 10), 1000)))
        // Passages that changed leave dead entries behind until the next vacuum: go on until enough live ones are found.
        try execute(
            """
            SELECT set_config('hnsw.iterative_scan', 'strict_order', true) FROM pg_extension
            WHERE extname = 'vector' AND string_to_array(extversion, '.')::integer[] >= '{0,8}'
            """)
        // Only with the parameters' values in view does the planner see that the company's index will do.
        try execute("SELECT set_config('plan_cache_mode', 'force_custom_plan', true)")
        try readInIndexOrder()
    }
}

extension DeskDatabase {
    /// How the names of the company's indexes begin; the dimension follows.
    fileprivate var vectorIndex: String {
        "knowledge_nearest_" + workspace.uuid.uuidString.lowercased().filter { $0 != "-" } + "_"
    }
}

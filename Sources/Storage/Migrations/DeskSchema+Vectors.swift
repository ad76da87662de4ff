package import SQL

extension DeskSchema {
    /// Turns the vectors' column into pgvector's type where the server got pgvector after the schema was made.
    ///
    /// To be run by the tables' owner after `migrate`; may be repeated. The table is locked and written anew; running
    /// processes go on with either type.
    ///
    /// - Returns: whether the column was changed.
    package static func adoptVectors(in database: any Database) async throws -> Bool {
        guard database.dialect == .postgres else { return false }
        return try await database.write { tx in
            let isDue = try tx.row(
                """
                SELECT 1 FROM pg_attribute
                WHERE attrelid = 'knowledge_base'::regclass AND attname = 'embedding' AND atttypid = 'real[]'::regtype
                    AND to_regtype('vector') IS NOT NULL
                """, decode: { _ in true })
            guard isDue != nil else { return false }
            try tx.execute("SELECT set_config('statement_timeout', '1h', true)")
            try tx.script("ALTER TABLE knowledge_base ALTER COLUMN embedding TYPE vector USING embedding::vector")
            return true
        }
    }
}

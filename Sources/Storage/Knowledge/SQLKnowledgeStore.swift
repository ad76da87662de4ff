import Formats
import FoundationEssentials
import SQL
package import SupportDesk

/// The company's documents as rows, one a section.
package struct SQLKnowledgeStore: KnowledgeStore {
    private let desk: DeskDatabase

    package init(_ desk: DeskDatabase) { self.desk = desk }

    package func replaceAll(with passages: [Passage]) async throws -> KnowledgeChange {
        try await desk.database.write { tx in
            // The generation's row is the lock: two imports at once run one after the other.
            try tx.touchGeneration(for: desk)
            var stored = Dictionary(
                uniqueKeysWithValues: try tx.passages(for: desk).map { ($0.citation, $0) })
            var change = (added: 0, updated: 0, unchanged: 0)
            for passage in passages {
                switch stored.removeValue(forKey: passage.citation) {
                case passage: change.unchanged += 1
                case nil:
                    try tx.insert(passage, for: desk)
                    change.added += 1
                case .some:
                    try tx.update(passage, for: desk)
                    change.updated += 1
                }
            }
            for citation in stored.keys.sorted() { try tx.deletePassage(citation, for: desk) }
            let result = KnowledgeChange(
                added: change.added, updated: change.updated, removed: stored.count, unchanged: change.unchanged)
            if change.added + change.updated + stored.count > 0 {
                try tx.raiseGeneration(for: desk)
                tx.notify(.knowledge)
            }
            return result
        }
    }

    package func passages() async throws -> [Passage] {
        try await desk.database.read { try $0.passages(for: desk) }
    }

    package func generation() async throws -> Int {
        try await desk.database.read { tx in
            try tx.row("SELECT generation FROM knowledge_state WHERE workspace_id = $1", desk.workspace) {
                try $0.int(0)
            } ?? 0
        }
    }
}

extension Transaction {
    /// Locks what is known about the company's documents as a whole.
    func touchGeneration(for desk: DeskDatabase) throws {
        try execute(
            """
            INSERT INTO knowledge_state (workspace_id, generation) VALUES ($1, 0)
            ON CONFLICT (workspace_id) DO UPDATE SET generation = knowledge_state.generation
            """, desk.workspace)
    }

    fileprivate func raiseGeneration(for desk: DeskDatabase) throws {
        try execute(
            "UPDATE knowledge_state SET generation = generation + 1 WHERE workspace_id = $1", desk.workspace)
    }

    fileprivate func passages(for desk: DeskDatabase) throws -> [Passage] {
        try rows(
            """
            SELECT citation, title, heading_path, category, content, position FROM knowledge_base
            WHERE workspace_id = $1
            ORDER BY citation
            """, desk.workspace
        ) { row in
            let path = try JSONValue(parsing: try row.json(2)).array ?? []
            return Passage(
                citation: try row.text(0), documentTitle: try row.text(1), headingPath: path.compactMap(\.string),
                category: try row.textOrNil(3), markdown: try row.text(4), position: try row.int(5))
        }
    }

    fileprivate func insert(_ passage: Passage, for desk: DeskDatabase) throws {
        try execute(
            """
            INSERT INTO knowledge_base (id, workspace_id, citation, title, heading_path, content, category, position,
                created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
            """, desk.ids.ordered(), desk.workspace, passage.citation, passage.documentTitle,
            passage.pathJSON, passage.markdown, passage.category, passage.position, now())
    }

    /// The vector of what it said before goes.
    fileprivate func update(_ passage: Passage, for desk: DeskDatabase) throws {
        try execute(
            """
            UPDATE knowledge_base SET title = $3, heading_path = $4, content = $5, category = $6, position = $7,
                updated_at = $8, embedding = NULL
            WHERE workspace_id = $1 AND citation = $2
            """, desk.workspace, passage.citation, passage.documentTitle, passage.pathJSON, passage.markdown,
            passage.category, passage.position, now())
    }

    fileprivate func deletePassage(_ citation: String, for desk: DeskDatabase) throws {
        try execute(
            "DELETE FROM knowledge_base WHERE workspace_id = $1 AND citation = $2", desk.workspace, citation)
    }
}

extension Passage {
    fileprivate var pathJSON: SQLValue { JSONValue.array(headingPath.map { .string($0) }).sql }
}

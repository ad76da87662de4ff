import SQL
import Storage
import SupportDesk
import TestSupport
import Testing

@Suite struct KnowledgeStoreTests {
    private func passage(_ citation: String, _ markdown: String) -> Passage {
        Passage(
            citation: citation, documentTitle: "Login", headingPath: ["Login", "Reset"], category: "account",
            markdown: markdown, position: 1)
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `an import changes only what changed, and says so`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let store = SQLKnowledgeStore(desk.desk)
            let first = try await store.replaceAll(with: [passage("a", "1"), passage("b", "2"), passage("c", "3")])
            let generation = try await store.generation()

            let change = try await store.replaceAll(with: [passage("a", "1"), passage("b", "new"), passage("d", "4")])

            #expect(first == KnowledgeChange(added: 3, updated: 0, removed: 0, unchanged: 0))
            #expect(change == KnowledgeChange(added: 1, updated: 1, removed: 1, unchanged: 1))
            #expect(try await store.passages() == [passage("a", "1"), passage("b", "new"), passage("d", "4")])
            #expect(try await store.generation() == generation + 1)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `an import of what is there wakes nobody`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let store = SQLKnowledgeStore(desk.desk)
            _ = try await store.replaceAll(with: [passage("a", "1")])
            let generation = try await store.generation()

            let change = try await store.replaceAll(with: [passage("a", "1")])

            #expect(change == KnowledgeChange(added: 0, updated: 0, removed: 0, unchanged: 1))
            #expect(try await store.generation() == generation)
        }
    }

    @Test(arguments: DatabaseBackend.shared)
    func `two imports at once leave the documents of one of them`(backend: DatabaseBackend) async throws {
        try await backend.withTwoDesks { one, two in
            let (first, second) = (SQLKnowledgeStore(one.desk), SQLKnowledgeStore(two.desk))

            async let left = first.replaceAll(with: [passage("a", "left"), passage("b", "left")])
            async let right = second.replaceAll(with: [passage("a", "right"), passage("c", "right")])
            _ = try await (left, right)

            let texts = Set(try await first.passages().map(\.markdown))
            #expect(texts.count == 1)
        }
    }
}

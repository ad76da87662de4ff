import Synchronization
package import TextAnalysis

/// The snapshot that answers are made from, exchanged as a whole when the stored passages change.
package final class KnowledgeBase: Sendable {
    private struct State {
        var index: KnowledgeIndex
        var terms: TermAnalyzer
    }

    private let store: any KnowledgeStore
    private let state: Mutex<State>

    /// Empty until the first ``refresh()``.
    package init(_ store: any KnowledgeStore, terms: TermAnalyzer) {
        self.store = store
        state = Mutex(State(index: KnowledgeIndex([], generation: -1, terms: terms), terms: terms))
    }

    package var index: KnowledgeIndex { state.withLock { $0.index } }

    /// Reads the passages again if the store's generation changed.
    ///
    /// - Returns: whether there is a new snapshot.
    package func refresh() async throws -> Bool {
        let generation = try await store.generation()
        let (old, terms) = state.withLock { ($0.index, $0.terms) }
        guard generation != old.generation else { return false }
        return install(KnowledgeIndex(try await store.passages(), generation: generation, terms: terms, reusing: old))
    }

    /// Reads the same passages with other terms, after the workspace's synonyms changed.
    package func rebuild(terms: TermAnalyzer) {
        let old = state.withLock { state in
            state.terms = terms
            return state.index
        }
        let index = KnowledgeIndex(old.passages, generation: old.generation, terms: terms, reusing: old)
        state.withLock { state in
            if state.index.generation == old.generation { state.index = index }
        }
    }

    /// Of two refreshes under way at once the newer passages stay.
    private func install(_ index: KnowledgeIndex) -> Bool {
        state.withLock { state in
            guard index.generation > state.index.generation else { return false }
            state.index = index
            return true
        }
    }
}

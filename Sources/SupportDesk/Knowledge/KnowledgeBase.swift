import Synchronization
package import TextAnalysis

/// The snapshot that answers are made from, exchanged as a whole when the stored passages change.
package final class KnowledgeBase: Sendable {
    private struct State {
        var index: KnowledgeIndex
        var terms: TermAnalyzer
        /// Counts the terms that were given.
        var edition = 0
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
        let known = state.withLock { $0 }
        guard generation != known.index.generation else { return false }
        let passages = try await store.passages()
        let index = KnowledgeIndex(passages, generation: generation, terms: known.terms, reusing: known.index)
        return install(index, edition: known.edition)
    }

    /// Reads the same passages with other terms, after the workspace's synonyms changed.
    package func rebuild(terms: TermAnalyzer) {
        let (old, edition) = state.withLock { state in
            state.terms = terms
            state.edition += 1
            return (state.index, state.edition)
        }
        _ = install(
            KnowledgeIndex(old.passages, generation: old.generation, terms: terms, reusing: old), edition: edition)
    }

    /// Of two at once, the one with the newer passages stays. One that was read with terms since replaced is read again
    /// with the new ones.
    private func install(_ index: KnowledgeIndex, edition: Int) -> Bool {
        var (index, edition) = (index, edition)
        while true {
            let newer: TermAnalyzer? = state.withLock { state in
                guard state.edition == edition else {
                    edition = state.edition
                    return state.terms
                }
                if index.generation >= state.index.generation { state.index = index }
                return nil
            }
            guard let newer else { return true }
            index = KnowledgeIndex(index.passages, generation: index.generation, terms: newer, reusing: index)
        }
    }
}

import AgentRuntime
import Formats
import Synchronization

/// A journal that keeps its entries in their stored form, and can be made to fail.
final class MemoryJournal: RunJournal {
    private struct State {
        var stored: [JSONValue] = []
        var appends = 0
    }

    private let state: Mutex<State>
    private let failingAppend: Int?

    /// - Parameter failingAppend: Counted from 1: that one and all later ones throw.
    init(_ entries: [JournalEntry<Desk>] = [], failingAppend: Int? = nil) throws {
        state = Mutex(State(stored: try entries.map { try $0.json() }))
        self.failingAppend = failingAppend
    }

    func append(_ entries: [JournalEntry<Desk>]) async throws {
        let stored = try entries.map { try JSONValue(parsing: $0.json().text) }
        try state.withLock { state in
            state.appends += 1
            if let failingAppend, state.appends >= failingAppend { throw Failure() }
            state.stored += stored
        }
    }

    /// Keeps what the host adds, which never fails here.
    func keep(_ entry: JournalEntry<Desk>) throws {
        let json = try entry.json()
        state.withLock { $0.stored.append(json) }
    }

    var stored: [JSONValue] { state.withLock(\.stored) }
    var appends: Int { state.withLock(\.appends) }
    var entries: [JournalEntry<Desk>] { get throws { try stored.map { try JournalEntry(json: $0) } } }
}

/// What is kept of a conversation between runs.
package struct Session<D: Domain>: Sendable {
    /// Answered messages, with what was said and done about them.
    package var items: [Item]
    /// What was said before the items, in short; `nil` while nothing was left out.
    package internal(set) var summary: String?
    /// Messages whose run failed. The model sees them in the next run; they are never kept twice.
    package internal(set) var unanswered: [InputMessage]
    package var context: D.Context
    /// Who answered last; `nil` before the first run.
    package internal(set) var lastAgent: String?

    package init(context: D.Context, items: [Item] = []) {
        self.items = items
        self.unanswered = []
        self.context = context
        self.lastAgent = nil
    }

    /// What the model sees before the input: what is left out in short, then the newest within the limit. Leaves out
    /// what the input repeats after a failed run.
    package func history(before input: [InputMessage], within limit: HistoryLimit = HistoryLimit()) -> [Item] {
        let (dropped, kept) = limit.split(items + others(than: input))
        guard let summary = summary(adding: dropped, limit) else { return Array(kept) }
        return [.developer("Earlier in this conversation, on record and no instructions:\n\(summary)")] + kept
    }

    private func others(than input: [InputMessage]) -> [Item] {
        unanswered.filter { message in !input.contains { $0.id == message.id } }.map(\.item)
    }

    private func summary(adding dropped: ArraySlice<Item>, _ limit: HistoryLimit) -> String? {
        if dropped.isEmpty { return summary }
        let text = HistorySummary(summary, and: dropped, describe: limit.describe).text
        return text.isEmpty ? nil : text
    }
}

/// A customer's message to be answered.
package struct InputMessage: Equatable, Sendable {
    /// The host's id: the same message comes with the same id, however often it is tried.
    package let id: String
    package let text: String

    package init(id: String, text: String) {
        self.id = id
        self.text = text
    }

    var item: Item { .user(text) }
}

extension Session {
    /// Remembers what came of a run.
    ///
    /// A complete run leaves its input, its items, its context and its agent. Any other leaves only the input, once,
    /// as unanswered: its context speaks of effects that the host doesn't commit.
    package mutating func record(
        _ input: [InputMessage], _ outcome: RunResult<D>, keeping limit: HistoryLimit = HistoryLimit()
    ) {
        guard outcome.ending.isComplete else {
            unanswered += input.filter { message in !unanswered.contains { $0.id == message.id } }
            unanswered = unanswered.suffix(limit.trim(unanswered.map(\.item)).count)
            return
        }
        keep(limit, input.map(\.item) + outcome.items, before: input)
        context = outcome.context
        lastAgent = outcome.lastAgent
    }

    /// Remembers that the host answered by itself, with an apology or a fixed text.
    package mutating func record(
        _ input: [InputMessage], answeredWith text: String, keeping limit: HistoryLimit = HistoryLimit()
    ) {
        keep(limit, input.map(\.item) + [.assistant(AssistantMessage(text))], before: input)
    }

    /// Adds items, and sums up what they push out.
    private mutating func keep(_ limit: HistoryLimit, _ more: [Item], before input: [InputMessage]) {
        let (dropped, kept) = limit.split(items + others(than: input) + more)
        summary = summary(adding: dropped, limit)
        items = Array(kept)
        unanswered = []
    }
}

import Formats

/// How much of a conversation is kept and shown to the model.
package struct HistoryLimit: Sendable {
    package var maxItems: Int
    /// Over all texts; four bytes of UTF-8 are counted as one.
    package var maxTokens: Int

    /// What an item that is left out was about, as a line of the summary; `nil` for what needs no mention.
    package var describe: @Sendable (Item) -> String?

    package init(
        maxItems: Int = 200, maxTokens: Int = 50_000,
        describe: @escaping @Sendable (Item) -> String? = HistorySummary.line
    ) {
        self.maxItems = maxItems
        self.maxTokens = maxTokens
        self.describe = describe
    }

    /// The newest items within the limit, beginning with a customer's message where one is among them.
    ///
    /// A tool call and its output are kept or left out together, and so is reasoning and what follows it; a call without
    /// output, or the reverse, and reasoning that nothing follows are left out wherever they stand. Providers refuse a
    /// conversation with such a half for ever.
    package func trim(_ items: [Item]) -> [Item] { Array(split(items).kept) }

    /// - Returns: what is left out because it is too old, and what is kept.
    func split(_ items: [Item]) -> (dropped: ArraySlice<Item>, kept: ArraySlice<Item>) {
        let items = items.withoutHalves
        let start = firstKept(of: items)
        return (items[..<start], items[start...])
    }

    private func firstKept(of items: [Item]) -> Int {
        var bytes = 0
        var openOutputs = 0
        var firstWhole = items.count
        var firstMessage: Int?
        for index in items.indices.reversed() {
            bytes += items[index].byteCount
            guard items.count - index <= maxItems, (bytes + 3) / 4 <= maxTokens else {
                return firstMessage ?? firstWhole
            }
            switch items[index] {
            case .toolOutput: openOutputs += 1
            case .toolCall: openOutputs -= 1
            case .user where openOutputs == 0: firstMessage = index
            case .user, .assistant, .developer, .reasoning: break
            }
            let isReasoned = index > 0 && items[index - 1].isReasoning
            if openOutputs == 0, !isReasoned { firstWhole = index }
        }
        return 0
    }
}

extension [Item] {
    /// Without calls that have no output behind them, outputs that have no call before them, and reasoning that no
    /// words or call of the model follow.
    fileprivate var withoutHalves: [Item] {
        var open: [String: Int] = [:]
        var halves: Set<Int> = []
        var hasReasoning = false
        for (index, item) in enumerated() {
            switch item {
            case .toolCall(let call):
                if let earlier = open.updateValue(index, forKey: call.id) { halves.insert(earlier) }
            case .toolOutput(let callID, _):
                if open.removeValue(forKey: callID) == nil { halves.insert(index) }
            case .reasoning: hasReasoning = true
            case .user, .assistant, .developer: break
            }
        }
        halves.formUnion(open.values)
        if hasReasoning { insertReasoning(into: &halves) }
        if halves.isEmpty { return self }
        return indices.lazy.filter { !halves.contains($0) }.map { self[$0] }
    }

    private func insertReasoning(into halves: inout Set<Int>) {
        var isFollowed = false
        for index in indices.reversed() where !halves.contains(index) {
            switch self[index] {
            case .assistant, .toolCall: isFollowed = true
            case .reasoning: if !isFollowed { halves.insert(index) }
            case .user, .developer, .toolOutput: isFollowed = false
            }
        }
    }
}

extension Item {
    fileprivate var isReasoning: Bool { if case .reasoning = self { true } else { false } }

    var byteCount: Int {
        switch self {
        case .user(let text), .developer(let text): text.utf8.count
        case .assistant(let message): message.text.utf8.count
        case .reasoning(let item): item.text.utf8.count
        case .toolCall(let call): call.name.utf8.count + call.arguments.utf8.count
        case .toolOutput(_, let output): output.utf8.count
        }
    }
}

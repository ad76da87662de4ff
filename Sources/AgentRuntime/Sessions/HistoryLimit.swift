import Formats

/// How much of a conversation is kept and shown to the model.
package struct HistoryLimit: Equatable, Sendable {
    package var maxItems: Int
    /// Over all texts, in UTF-8.
    package var maxBytes: Int

    package init(maxItems: Int = 200, maxBytes: Int = 200_000) {
        self.maxItems = maxItems
        self.maxBytes = maxBytes
    }

    /// The newest items within the limit, beginning with a customer's message where one is among them.
    ///
    /// A tool call and its output are kept or left out together; a call without output, or the reverse, is left out
    /// wherever it stands. Providers refuse a conversation with such a half for ever.
    package func trim(_ items: [Item]) -> [Item] {
        let items = items.withoutHalfCalls
        let start = firstKept(of: items)
        return start == 0 ? items : Array(items[start...])
    }

    private func firstKept(of items: [Item]) -> Int {
        var bytes = 0
        var openOutputs = 0
        var firstWhole = items.count
        var firstMessage: Int?
        for index in items.indices.reversed() {
            bytes += items[index].byteCount
            guard items.count - index <= maxItems, bytes <= maxBytes else { return firstMessage ?? firstWhole }
            switch items[index] {
            case .toolOutput: openOutputs += 1
            case .toolCall: openOutputs -= 1
            case .user where openOutputs == 0: firstMessage = index
            case .user, .assistant, .developer, .reasoning: break
            }
            if openOutputs == 0 { firstWhole = index }
        }
        return 0
    }
}

extension [Item] {
    /// Without calls that have no output behind them, and outputs that have no call before them.
    fileprivate var withoutHalfCalls: [Item] {
        var open: [String: Int] = [:]
        var halves: Set<Int> = []
        for (index, item) in enumerated() {
            switch item {
            case .toolCall(let call):
                if let earlier = open.updateValue(index, forKey: call.id) { halves.insert(earlier) }
            case .toolOutput(let callID, _):
                if open.removeValue(forKey: callID) == nil { halves.insert(index) }
            case .user, .assistant, .developer, .reasoning: break
            }
        }
        halves.formUnion(open.values)
        if halves.isEmpty { return self }
        return indices.lazy.filter { !halves.contains($0) }.map { self[$0] }
    }
}

extension Item {
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

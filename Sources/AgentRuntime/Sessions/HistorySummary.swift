/// What was said in the part of a conversation that is no longer kept: a line for each message, the newest.
package struct HistorySummary {
    /// In UTF-8.
    private static let longest = 2_000
    private static let longestLine = 240

    let text: String

    init(_ earlier: String?, and items: some Sequence<Item>, describe: (Item) -> String?) {
        var lines = earlier?.split(separator: "\n").map(String.init) ?? []
        lines += items.compactMap(describe)
        var kept: [String] = []
        var length = 0
        for line in lines.reversed() {
            length += line.utf8.count + 1
            if length > Self.longest { break }
            kept.append(line)
        }
        text = kept.reversed().joined(separator: "\n")
    }

    /// Who said what, in its first words.
    package static func line(_ item: Item) -> String? {
        switch item {
        case .user(let text): line("Customer", text)
        case .assistant(let message): line("Answer", message.text)
        case .developer, .reasoning, .toolCall, .toolOutput: nil
        }
    }

    package static func line(_ who: String, _ text: String) -> String {
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let beginning = words.cut(toBytes: longestLine)
        return "\(who): \(beginning)\(beginning.utf8.count < words.utf8.count ? " …" : "")"
    }
}

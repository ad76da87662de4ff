/// The smallest part of an answer that is shown whole or not at all: a sentence, a step, an item, a piece of code.
struct ReplyUnit: Equatable {
    enum Kind: Equatable {
        case sentence
        case step(Int)
        case item
        case code
    }

    let text: String
    let kind: Kind
    /// The block it belongs to; neighbours with equal numbers are shown together.
    let block: Int

    var isSentence: Bool { kind == .sentence }

    static func units(of blocks: [Draft.Block]) -> [ReplyUnit] {
        blocks.enumerated().flatMap { number, block -> [ReplyUnit] in
            let texts: [(String, Kind)] =
                switch block {
                case .paragraph(let sentences): sentences.map { ($0, .sentence) }
                case .steps(let steps, let start): steps.enumerated().map { ($1, .step(start + $0)) }
                case .bullets(let items): items.map { ($0, .item) }
                case .code(let text): [(text, .code)]
                }
            return texts.map { ReplyUnit(text: $0.0.trimmed, kind: $0.1, block: number) }.filter { !$0.text.isEmpty }
        }
    }

    /// The blocks again, with the numbers their steps had.
    static func blocks(of units: [ReplyUnit]) -> [Draft.Block] {
        groups(of: units).map { group in
            let texts = group.map(\.text)
            return switch group[0].kind {
            case .sentence: .paragraph(texts)
            case .step(let number): .steps(texts, start: number)
            case .item: .bullets(texts)
            case .code: .code(texts[0])
            }
        }
    }

    static func text(of units: [ReplyUnit], separator: String) -> String {
        groups(of: units).map { group in
            group.map(\.shown).joined(separator: group[0].isSentence ? " " : "\n")
        }.joined(separator: separator)
    }

    private var shown: String {
        switch kind {
        case .sentence, .code: text
        case .step(let number): "\(number). \(text)"
        case .item: "- \(text)"
        }
    }

    private static func groups(of units: [ReplyUnit]) -> [[ReplyUnit]] {
        var groups: [[ReplyUnit]] = []
        for unit in units {
            if groups.last?.last?.block == unit.block {
                groups[groups.count - 1].append(unit)
            } else {
                groups.append([unit])
            }
        }
        return groups
    }
}

import TextAnalysis

/// Finds competitors however their names are written: `PlanOtter`, `planotter`, `Plan Otter`, `plan-otter's`.
struct CompetitorNames: Sendable {
    /// Letters and digits alone, folded.
    private let names: Set<String>
    private let longest: Int

    init(_ competitors: [String]) {
        names = Set(competitors.map(Self.joined).filter { $0.utf8.count > 2 })
        longest = names.map(\.utf8.count).max() ?? 0
    }

    func find(in text: TokenizedText) -> [Range<Int>] {
        guard !names.isEmpty else { return [] }
        let words = text.tokens.filter(\.isWordLike)
        var found: [Range<Int>] = []
        for start in words.indices where !(found.last.map { $0.upperBound > words[start].range.lowerBound } ?? false) {
            var whole = ""
            for end in start..<min(start + 4, words.count) {
                if end > start, words[end].traits.contains(.startsParagraph) { break }
                whole += Self.joined(words[end].text)
                guard whole.utf8.count <= longest + 1 else { break }
                let name = names.contains(whole) ? whole : whole.hasSuffix("s") ? String(whole.dropLast()) : whole
                guard names.contains(name), isName(words[start...end], before: start > 0 ? words[start - 1] : nil)
                else {
                    continue
                }
                found.append(words[start].range.lowerBound..<words[end].range.upperBound)
                break
            }
        }
        return found
    }

    /// "The notion" is a word and "in notion" a name; a name in pieces has a capital.
    private func isName(_ words: ArraySlice<Token>, before: Token?) -> Bool {
        if words.contains(where: { $0.traits.contains(.capitalised) }) { return true }
        let isHyphenated = zip(words, words.dropFirst()).allSatisfy {
            $1.range.lowerBound == $0.range.upperBound + 1 && !$1.traits.contains(.spaced)
        }
        return isHyphenated
            && !["a", "an", "the", "any", "no", "this", "that", "every", "each"].contains(before?.text ?? "")
    }

    private static func joined(_ name: String) -> String {
        let name = name.hasSuffix("'s") ? name.dropLast(2) : name[...]
        return name.lowercased().filter { $0.isLetter || $0.isNumber }
    }
}

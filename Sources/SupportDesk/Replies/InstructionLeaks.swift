import TextAnalysis

/// Finds what a reply gives away of how the agent works: its instructions word for word, names of its tools, variables.
struct InstructionLeaks: Sendable {
    /// Seven words in a row are no accident.
    private static let length = 7

    private let runs: Set<[String]>
    private let names: [String]

    init(_ workspace: Workspace) {
        var runs: Set<[String]> = []
        for agent in workspace.agents {
            let text = agent.instructions(with: [
                "company": workspace.profile.name, "product": workspace.profile.product,
                "agent_name": agent.displayName,
            ])
            runs.formUnion(Self.runs(of: TokenizedText(text)).map(\.words))
        }
        self.runs = runs
        names =
            workspace.agents.flatMap(\.tools) + AgentProfile.supportTools
            + EscalationReason.known.filter { $0.contains("_") } + ["{{"]
    }

    /// UTF-8 ranges, merged where they overlap. What the passages say as well is no secret.
    func find(in text: TokenizedText, except passages: [Passage]) -> [Range<Int>] {
        var found = names.flatMap { Self.places(of: $0, in: text.source) }
        var candidates = Self.runs(of: text).filter { runs.contains($0.words) }
        if !candidates.isEmpty {
            let open = Set(passages.flatMap { Self.runs(of: TokenizedText($0.markdown)).map(\.words) })
            candidates.removeAll { open.contains($0.words) }
        }
        found += candidates.map(\.range)
        return found.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { merged, range in
            if let last = merged.last, last.upperBound >= range.lowerBound {
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
    }

    private static func runs(of text: TokenizedText) -> [(words: [String], range: Range<Int>)] {
        let words = text.tokens.filter(\.isWordLike)
        guard words.count >= length else { return [] }
        return (0...(words.count - length)).map { start in
            let run = words[start..<(start + length)]
            return (run.map(\.text), words[start].range.lowerBound..<words[start + length - 1].range.upperBound)
        }
    }

    private static func places(of name: String, in text: String) -> [Range<Int>] {
        let text = Array(text.utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 })
        let name = Array(name.lowercased().utf8)
        return text.ranges(of: name).map { $0.lowerBound..<$0.upperBound }
    }
}

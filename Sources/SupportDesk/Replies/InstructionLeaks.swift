import TextAnalysis

/// Finds what a reply gives away of how the agent works: its instructions word for word, names of its tools, variables.
struct InstructionLeaks: Sendable {
    /// Seven words in a row are no accident.
    private static let length = 7

    /// By hash, since what is compared are seven words of each place of every reply.
    private let runs: Set<Int>
    /// Each with an underscore, which no sentence has.
    private let names: [[UInt8]]

    init(_ workspace: Workspace) {
        var runs: Set<Int> = []
        for agent in workspace.agents {
            let text = agent.instructions(with: [
                "company": workspace.profile.name, "product": workspace.profile.product,
                "agent_name": agent.displayName,
            ])
            runs.formUnion(Self.runs(of: TokenizedText(text)).map(\.hash))
        }
        self.runs = runs
        let names = workspace.agents.flatMap(\.tools) + AgentProfile.supportTools + EscalationReason.known
        self.names = names.filter { $0.contains("_") }.map { Array($0.lowercased().utf8) } + [Array("{{".utf8)]
    }

    /// UTF-8 ranges, merged where they overlap. What the passages say as well is no secret.
    func find(in text: TokenizedText, except passages: [Passage]) -> [Range<Int>] {
        var found = namedPlaces(in: text.source)
        var candidates = Self.runs(of: text).filter { runs.contains($0.hash) }
        if !candidates.isEmpty {
            let open = Set(passages.flatMap { Self.runs(of: TokenizedText($0.markdown)).map(\.hash) })
            candidates.removeAll { open.contains($0.hash) }
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

    private static func runs(of text: TokenizedText) -> [(hash: Int, range: Range<Int>)] {
        let words = text.tokens.filter(\.isWordLike)
        guard words.count >= length else { return [] }
        let hashes = words.map(\.text.hashValue)
        return (0...(words.count - length)).map { start in
            var hasher = Hasher()
            for hash in hashes[start..<(start + length)] { hasher.combine(hash) }
            return (
                hasher.finalize(), words[start].range.lowerBound..<words[start + length - 1].range.upperBound
            )
        }
    }

    private func namedPlaces(in text: String) -> [Range<Int>] {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "{") }) else { return [] }
        let text = text.utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
        return names.flatMap { name in text.ranges(of: name).map { $0.lowerBound..<$0.upperBound } }
    }
}

/// The part of a passage that shows best why it was found.
struct Excerpt {
    static let longest = 300

    let text: String

    /// - Parameters:
    ///   - terms: the stems that were found, as the index holds them.
    ///   - lineTerms: those of each line.
    init(_ content: PassageContent, terms: Set<String>, of lineTerms: [Set<String>]) {
        let lines = content.lines
        let scores = lineTerms.map { $0.intersection(terms).count }
        guard var start = scores.indices.max(by: { scores[$0] < scores[$1] }) else {
            text = ""
            return
        }
        // The first of equals, since a section's first sentence says what it is about.
        start = scores.firstIndex(of: scores[start]) ?? start
        var excerpt = lines[start]
        for line in lines[(start + 1)...] where excerpt.count + line.count < Self.longest { excerpt += " " + line }
        text = Self.shortened(excerpt)
    }

    private static func shortened(_ text: String) -> String {
        guard text.count > longest else { return text }
        let head = text.prefix(longest - 1)
        let end = head.lastIndex(where: \.isWhitespace) ?? head.endIndex
        return head[..<end] + "…"
    }
}

import TextAnalysis

/// A pending message with what the rules read in it.
struct ReadMessage: Sendable {
    let pending: PendingMessage
    /// Of the message itself.
    let analysis: MessageAnalysis
    /// Of a subject that says something of its own; replies repeat an old one.
    let subject: MessageAnalysis?
    /// With tokens in place of personal data, as models and traces see it.
    let maskedText: String

    init(_ pending: PendingMessage, isFirst: Bool, _ analyzer: TextAnalyzer, _ masker: inout PersonalDataMasker) {
        self.pending = pending
        let content = pending.message.content
        analysis = analyzer.analyze(content)
        maskedText = masker.mask(content, analysis.personalData)
        let line = pending.subject?.trimmed ?? ""
        let isOwn = !line.isEmpty && (isFirst || !Self.isReply(line)) && !content.contains(line)
        subject = isOwn ? analyzer.analyze(Self.withoutMarks(line)) : nil
    }

    var text: String { pending.message.content }

    private static func isReply(_ subject: String) -> Bool {
        let start = subject.lowercased()
        return ["re:", "aw:", "sv:", "fwd:", "fw:", "wg:"].contains(where: start.hasPrefix)
    }

    /// Without `Re:` and a reference in brackets.
    private static func withoutMarks(_ subject: String) -> String {
        var rest = Substring(subject)
        while isReply(String(rest)), let colon = rest.firstIndex(of: ":") {
            rest = rest[rest.index(after: colon)...].drop(while: \.isWhitespace)
        }
        if rest.first == "[", let end = rest.firstIndex(of: "]") { rest = rest[rest.index(after: end)...] }
        return String(rest).trimmed
    }
}

import TextAnalysis

/// Reads a reply before it is sent and tells what must not leave the desk (AG-3). It trusts no model.
///
/// Make it once a workspace: names and instructions are compiled.
package struct ReplyCheck: Sendable {
    private let rules: ReplyRules
    /// Promises of refunds first, then the competitors' names, found in one go.
    private let phrases: PhraseMatcher
    private let competitors: [String]
    private let instructions: InstructionLeaks
    /// What the workspace itself gives out: addresses of its pages and teams.
    private let ownTexts: [String]
    private let composed: ComposedReplyCheck

    package init(_ workspace: Workspace) {
        rules = workspace.limits
        competitors = workspace.competitors
        phrases = PhraseMatcher(Self.refundPromises + competitors.map { "\"\($0)\"" }, language: "en")
        instructions = InstructionLeaks(workspace)
        let profile = workspace.profile
        ownTexts =
            [profile.website, profile.statusPage, profile.privacyPolicy].compactMap(\.self)
            + workspace.teams.compactMap(\.email)
        composed = ComposedReplyCheck(workspace)
    }

    /// Who put a reply into words.
    package enum Author: Sendable {
        /// The built-in model, whose answers are made of the documents' own sentences.
        case builtIn
        /// A language model that writes freely: its names, promises and claims are held against the sections too.
        case languageModel
    }

    /// Everything that speaks against a reply, kind by kind. No model is asked.
    ///
    /// - Parameters:
    ///   - passages: the sections the reply may draw on.
    ///   - given: what the company says itself and the reply may repeat: the reference, the answer time, the text of an
    ///     escalation, set phrases that fit, the customer's verified name. It may promise what is promised here.
    ///   - said: what the customer wrote. Its words, names and figures may be repeated, its links and promises not.
    package func findings(
        in reply: String, passages: [Passage], given: [String] = [], said: [String] = [], author: Author = .builtIn
    ) -> [ReplyFinding] {
        let text = TokenizedText(reply)
        switch author {
        case .builtIn: return findings(in: text, passages: passages, known: ownTexts + given)
        case .languageModel:
            // Figures are read more closely there: as durations, and however they are spelled.
            let plain = findings(in: text, passages: passages, known: ownTexts + given + said)
                .filter { $0.kind != .unsupportedFigure }
            let further = composed.findings(
                in: text, passages: passages, given: given + ownTexts, said: said, rules: rules)
            return further.reduce(into: plain) { all, finding in
                if !all.contains(where: { $0.kind == finding.kind && $0.range.overlaps(finding.range) }) {
                    all.append(finding)
                }
            }
        }
    }

    private func findings(in text: TokenizedText, passages: [Passage], known texts: [String]) -> [ReplyFinding] {
        var sources = SourceFacts(passages.map { [$0.documentTitle, $0.heading, $0.markdown].joined(separator: "\n") })
        var known = SourceFacts(texts)
        var findings: [ReplyFinding] = []

        let amounts = MoneyAmounts.find(in: text).filter { amount in
            switch rules.statePrices {
            case .never: true
            case .fromDocuments: !sources.hasFigures(of: amount, in: text)
            case .allowed: false
            }
        }
        findings += amounts.map { ReplyFinding(.price, $0, in: text) }
        for match in phrases.matches(in: text) {
            if match.phrase >= Self.refundPromises.count {
                guard rules.discussCompetitors != .allowed, isName(match) else { continue }
                findings.append(ReplyFinding(.competitor, match.range, in: text))
            } else if rules.promiseRefunds != .allowed, !match.isNegated {
                let isSaid =
                    rules.promiseRefunds == .fromDocuments && sources.hasSentence(around: match.range, in: text)
                if !isSaid { findings.append(ReplyFinding(.refundPromise, match.range, in: text)) }
            }
        }
        if rules.revealInternals != .allowed {
            findings += instructions.find(in: text, except: passages).map { ReplyFinding(.instructions, $0, in: text) }
        }
        if rules.sourcesRequired {
            for token in text.tokens where !text.isListNumber(token) {
                if let kind = SourceFacts.kind(of: token), !known.has(token), !sources.has(token) {
                    findings.append(ReplyFinding(kind, token.range, in: text))
                }
            }
        }
        return findings
    }

    /// A name that is also a word ("notion") is only meant where it is written with its capital.
    private func isName(_ match: PhraseMatcher.Match) -> Bool {
        let name = competitors[match.phrase - Self.refundPromises.count]
        return name.first?.isUppercase != true || match.text.first?.isUppercase == true
    }

    private static let refundPromises = [
        "we|i will|shall refund", "we|i will|shall give|send|issue|process|arrange you|the|a|your refund",
        "we|i will|shall give|send|issue|process|arrange you a|your|the refund|money", "we|i have refunded",
        "we|i have processed|issued|approved|arranged|started your|the|a refund", "we|i refunded", "will be refunded",
        "has|have been refunded", "refund has|have been", "refund was|is processed|approved|issued|sent|paid",
        "refund will be processed|approved|issued|sent|paid", "refund is on its way", "refund is on the way",
        "get|receive|have your|the|all money back", "get|receive a|your|the|full refund",
        "get|receive a|your|the full|whole|complete refund", "money will be returned|refunded|sent|paid",
        "pay|give|send you back",
    ]
}

extension TokenizedText {
    /// Whether a number is the mark of a step: at the start of a line, a stop or bracket behind it.
    func isListNumber(_ token: Token) -> Bool {
        guard token.kind == .number, token.traits.contains(.startsLine) else { return false }
        let next = token.range.upperBound
        let bytes = source.utf8
        guard next < bytes.count else { return false }
        let mark = bytes[bytes.index(bytes.startIndex, offsetBy: next)]
        return mark == UInt8(ascii: ".") || mark == UInt8(ascii: ")")
    }
}

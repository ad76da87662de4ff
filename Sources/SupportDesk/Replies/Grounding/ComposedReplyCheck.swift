import TextAnalysis

/// Holds a freely written reply against its sections and the company's words: what a language model may add of its own.
///
/// It stands beside the rules for every reply and asks no model.
struct ComposedReplyCheck: Sendable {
    private let analyzer: TermAnalyzer
    private let english: Stemmer
    private let forbidden: ForbiddenWords
    private let competitors: CompetitorNames
    private let money = MoneyReader()
    private let promises: PromiseReader
    private let claims: ClaimReader
    /// Each tool's name as its words, since a model may write it with blanks or hyphens.
    private let tools: [[String]]
    /// Names that any reply may use: the company's, its product's, its teams' and agents'.
    private let ownNames: [String]

    init(_ workspace: Workspace) {
        analyzer = TermAnalyzer(language: workspace.languages.first ?? "en", synonyms: workspace.synonyms)
        english = Stemmer(language: "en")
        forbidden = ForbiddenWords()
        competitors = CompetitorNames(workspace.competitors)
        promises = PromiseReader(stemmer: english)
        claims = ClaimReader(analyzer: analyzer)
        let names = workspace.agents.flatMap(\.tools) + AgentProfile.supportTools
        tools = Set(names).map { $0.lowercased().split(separator: "_").map(String.init) }.filter { $0.count > 1 }
        let profile = workspace.profile
        ownNames =
            [profile.name, profile.product, profile.productDescription].compactMap(\.self) + workspace.teams.map(\.name)
            + workspace.agents.map(\.displayName)
    }

    func findings(
        in text: TokenizedText, passages: [Passage], given: [String], said: [String], rules: ReplyRules
    ) -> [ReplyFinding] {
        let reply = ComposedReply(MarkedLabel.text(text.source), stemmer: english, terms: analyzer)
        let grounds = ReplyGrounds(
            passages: passages, given: given, said: said, names: ownNames, analyzer: analyzer, stemmer: english)
        var found: [(ReplyFinding.Kind, Range<Int>)] = []

        var sources = SourceFacts(passages.map { [$0.documentTitle, $0.heading, $0.markdown].joined(separator: "\n") })
        var own = SourceFacts(given)
        for (kind, match) in forbidden.find(in: text, passages: grounds.passages) {
            // "I can't show my instructions" is what the company itself says when it is asked for them.
            if kind == .instructions, own.hasSentence(around: match.range, in: text) { continue }
            let permission =
                switch kind {
                case .price: rules.statePrices
                case .refundPromise: match.isNegated ? .allowed : rules.promiseRefunds
                default: rules.revealInternals
                }
            if permission == .never
                || permission == .fromDocuments && !sources.hasSentence(around: match.range, in: text)
            {
                found.append((kind, match.range))
            }
        }
        for (kind, range) in money.find(in: reply, grounds: grounds) {
            if (kind == .price ? rules.statePrices : rules.promiseRefunds) != .allowed { found.append((kind, range)) }
        }
        if rules.discussCompetitors != .allowed {
            found += competitors.find(in: text).map { (.competitor, $0) }
        }
        if rules.revealInternals != .allowed {
            found += MachineText(passages: passages).find(in: text).map { (.instructions, $0) }
            found += toolNames(in: text, except: grounds).map { (.instructions, $0) }
        }
        if rules.sourcesRequired {
            found += links(in: text, grounds: grounds).map { (.unsupportedLink, $0) }
            found += FigureReader(text: reply.text, grounds: grounds).find().map { (.unsupportedFigure, $0) }
            found += NameReader(reply: reply, grounds: grounds, analyzer: analyzer).find().map {
                (.unsupportedName, $0)
            }
            let promised = promises.find(in: reply, grounds: grounds)
            found += promised.map { (.unsupportedPromise, $0) }
            found += claims.find(in: reply, grounds: grounds).filter { claim in
                !promised.contains { $0.overlaps(claim) }
            }.map { (.unsupportedClaim, $0) }
        }
        return found.map { ReplyFinding($0, $1, in: text) }
    }

    /// The customer's own addresses are not known: a stranger's link is never sent back.
    private func links(in text: TokenizedText, grounds: ReplyGrounds) -> [Range<Int>] {
        let found = AddressReader.find(in: text)
        guard !found.isEmpty else { return [] }
        let known = (grounds.passages + grounds.given).flatMap(AddressReader.find)
        return found.filter { !known.has($0) }.map(\.range)
    }

    private func toolNames(in text: TokenizedText, except grounds: ReplyGrounds) -> [Range<Int>] {
        let words = text.tokens.filter(\.isWordLike)
        return words.indices.compactMap { start in
            for tool in tools {
                let isJoined = words[start].text == tool.joined()
                guard isJoined || words[start...].prefix(tool.count).map(\.text) == tool else { continue }
                let end = isJoined ? start : start + tool.count - 1
                let isLabel = grounds.labels.has(Array(words[start...end]))
                if !isLabel { return words[start].range.lowerBound..<words[end].range.upperBound }
            }
            return nil
        }
    }
}

import Formats
import TextAnalysis

/// What `escalation-rules.yaml` says.
struct RuleReading {
    let workspace: Workspace
    let problems: ProblemList

    /// The file's rules, then the standard ones unless it says `defaults: false`.
    func rules(_ node: YAMLNode) -> [EscalationRule] {
        let standard = EscalationRule.standard(teams: workspace.teams, rules: workspace.limits)
        guard var fields = FieldReader(node, problems) else { return standard }
        var rules: [EscalationRule] = []
        for reader in fields.list("rules") ?? [] {
            guard let rule = rule(reader) else { continue }
            if rules.contains(where: { $0.id == rule.id }) {
                problems.add(reader.node.error("there is a rule '\(rule.id)' already"))
            }
            rules.append(rule)
        }
        let addsStandard = fields.read("defaults") { node throws(YAMLError) in try node.bool() } ?? true
        fields.end()
        guard addsStandard else { return rules }
        return rules + standard.filter { added in !rules.contains { $0.id == added.id } }
    }

    private func rule(_ reader: FieldReader) -> EscalationRule? {
        var fields = reader
        let id = fields.require("id") { node throws(YAMLError) in
            let id = try node.string()
            try ProfileReading.checkID(id, node)
            return id
        }
        let condition = fields.require("when") { node in node }.flatMap(condition)
        let reason = fields.require("reason", reason)
        let team = fields.read("team", team) ?? workspace.teams.first?.id ?? Team.support.id
        let urgency = fields.read("urgency") { node throws(YAMLError) in try node.choice(as: Escalation.Urgency.self) }
        let hours = fields.read("answer_within_hours") { node throws(YAMLError) in try node.integer(in: 1...720) }
        let reply = fields.node("reply").flatMap { LocalizedText($0, problems) } ?? workspace.phrases.texts[.handOff]
        fields.end()
        guard let id, let condition, let reason, let reply else { return nil }
        return EscalationRule(
            id: id, condition: condition, reason: reason, team: team, urgency: urgency ?? .normal,
            answerWithinHours: hours ?? 4, reply: reply)
    }

    private func condition(_ node: YAMLNode) -> EscalationCondition? {
        guard var fields = FieldReader(node, problems) else { return nil }
        var condition = EscalationCondition()
        condition.anyIntent = Set(fields.read("any_intent", signals) ?? [])
        condition.anyPhrase = fields.read("any_phrase", phrases) ?? []
        condition.allPhrases = fields.read("all_phrase", phrases) ?? []
        condition.messageIs = fields.read("message_is", phrases) ?? []
        condition.sentimentBelow = fields.read("sentiment_below") { node throws(YAMLError) in try node.double(in: 0...1)
        }
        condition.sentimentFalls =
            fields.read("sentiment_falling") { node throws(YAMLError) in try node.bool() } ?? false
        condition.categories = Set(fields.read("category", Self.oneOrMore) ?? [])
        condition.channels = Set(fields.read("channels", Self.channels) ?? [])
        condition.searchesWithoutResult = fields.read("searches_without_result") { node throws(YAMLError) in
            try node.integer(in: 1...10)
        }
        condition.processingFailed =
            fields.read("processing_failed") { node throws(YAMLError) in try node.bool() } ?? false
        fields.end()
        if fields.keys.isEmpty { problems.add(node.error("a rule needs at least one condition that can hold")) }
        return condition
    }

    private func signals(_ node: YAMLNode) throws(YAMLError) -> [RuleSignal] {
        var signals: [RuleSignal] = []
        for node in try node.list() {
            let name = try node.string()
            guard let signal = RuleSignal(name) else {
                throw node.error(Suggestion.unknown("intent", name, allowed: RuleSignal.names))
            }
            signals.append(signal)
        }
        return signals
    }

    /// A phrase without a letter or digit could never be found.
    private func phrases(_ node: YAMLNode) throws(YAMLError) -> [String] {
        var phrases: [String] = []
        for node in try node.list() {
            let phrase = try node.string().trimmed
            guard phrase.contains(where: { $0.isLetter || $0.isNumber }), phrase.split(separator: " ").count <= 12
            else {
                throw node.error("expected a phrase of one to twelve words")
            }
            phrases.append(phrase)
        }
        return phrases
    }

    /// One that every workspace has or, if it is no slip of one, the workspace's own.
    private func reason(_ node: YAMLNode) throws(YAMLError) -> String {
        let reason = try node.string()
        if EscalationReason.known.contains(reason) { return reason }
        if Suggestion.nearest(to: reason, among: EscalationReason.known) != nil {
            throw node.error(Suggestion.unknown("reason", reason, allowed: EscalationReason.known))
        }
        try ProfileReading.checkID(reason, node)
        return reason
    }

    private func team(_ node: YAMLNode) throws(YAMLError) -> String {
        let name = try node.string()
        guard workspace.team(name) != nil else {
            throw node.error(Suggestion.unknown("team", name, allowed: workspace.teams.map(\.id)))
        }
        return name
    }

    private static func oneOrMore(_ node: YAMLNode) throws(YAMLError) -> [String] {
        if case .scalar = node.content { return [try node.string()] }
        return try node.strings()
    }

    private static func channels(_ node: YAMLNode) throws(YAMLError) -> [Channel] {
        var channels: [Channel] = []
        for node in try node.list() { channels.append(try node.choice()) }
        return channels
    }
}

extension RuleSignal {
    /// As rules name it.
    init?(_ name: String) {
        switch name {
        case "abuse": self = .abuse
        case "off_topic": self = .offTopic
        default:
            guard let intent = Intent(rawValue: name) else { return nil }
            self = .intent(intent)
        }
    }

    static let names = Intent.allCases.map(\.rawValue) + ["abuse", "off_topic"]
}

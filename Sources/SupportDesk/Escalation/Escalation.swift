/// A request for a teammate, with all that they need to go on.
package struct Escalation: Equatable, Codable, Sendable {
    package enum Urgency: String, Sendable, CaseIterable, Codable, Comparable {
        case low
        case normal
        case high
        case urgent

        private var rank: Int {
            switch self {
            case .low: 0
            case .normal: 1
            case .high: 2
            case .urgent: 3
            }
        }

        package static func < (a: Urgency, b: Urgency) -> Bool { a.rank < b.rank }
    }

    package let id: ID<Escalation>
    /// One of design's reasons or the workspace's own: `pricing_inquiry`, `legal` …
    package let reason: String
    package let urgency: Urgency
    package let team: String
    /// What was asked, how the customer feels and what was tried, for the teammate.
    package let summary: String
    /// The rule that fired, by its id in the workspace; `nil` when the agent decided by itself.
    package let rule: String?

    package init(
        id: ID<Escalation>, reason: String, urgency: Urgency, team: String, summary: String, rule: String?
    ) {
        self.id = id
        self.reason = reason
        self.urgency = urgency
        self.team = team
        self.summary = summary
        self.rule = rule
    }
}

/// The figures of an evaluation. A share is `nil` where no ticket has the label it needs.
package struct EvaluationReport: Equatable, Sendable {
    /// So many of so many.
    package struct Share: Equatable, Sendable {
        package let count: Int
        package let total: Int

        package init(count: Int, total: Int) {
            self.count = count
            self.total = total
        }

        package var value: Double? { total == 0 ? nil : Double(count) / Double(total) }
    }

    /// A ticket that went wrong, and how.
    package struct Miss: Equatable, Sendable {
        package let id: String
        package let problem: String
        /// The higher the graver.
        package let weight: Int
    }

    package let tickets: Int
    /// Of tickets with a section that answers them: a right one cited, everything said that must be, nothing that must not.
    package let answers: Share
    /// Of all tickets: whether what must be said or not said was kept, whatever answers them.
    package let wording: Share
    package let escalationPrecision: Share
    package let escalationRecall: Share
    package let escalationRate: Share
    package let escalationReasons: Share
    /// Of those that must be escalated; anything but zero is grave.
    package let mustEscalateMissed: Share
    package let answerableEscalated: Share
    /// Within 0.2 of the label's score.
    package let sentimentNear: Share
    /// Negative below 0.4, positive from 0.65 on.
    package let sentimentClass: Share
    package let meanSentimentError: Double?
    package let intents: Share
    package let personalDataFound: Share
    package let automaticMailAnswered: Share
    package let unanswered: Int
    package let latencyP50: Duration
    package let latencyP95: Duration
    /// Gravest first.
    package let misses: [Miss]

    package init(_ tickets: [LabelledTicket], _ predictions: [Prediction]) {
        let byID = Dictionary(predictions.map { ($0.id, $0) }) { first, _ in first }
        let pairs = tickets.compactMap { ticket in byID[ticket.id].map { TicketScore(ticket, $0) } }
        func share(of scores: [TicketScore], _ isCounted: (TicketScore) -> Bool) -> Share {
            Share(count: scores.count(where: isCounted), total: scores.count)
        }
        self.tickets = pairs.count
        answers = share(of: pairs.filter(\.isAnswerable), \.isAnswered)
        wording = share(of: pairs.filter(\.hasWording), \.keepsWording)
        let labelled = pairs.filter { $0.ticket.labels.shouldEscalate != nil }
        escalationPrecision = share(of: labelled.filter(\.prediction.escalated), \.shouldEscalate)
        escalationRecall = share(of: labelled.filter(\.shouldEscalate), \.prediction.escalated)
        escalationRate = share(of: pairs, \.prediction.escalated)
        escalationReasons = share(
            of: pairs.filter { $0.prediction.escalated && $0.ticket.labels.escalationReason != nil }, \.hasRightReason)
        mustEscalateMissed = share(of: pairs.filter(\.ticket.labels.mustEscalate)) { !$0.prediction.escalated }
        answerableEscalated = share(of: pairs.filter(\.isAnswerable), \.prediction.escalated)
        let scored = pairs.filter { $0.sentimentError != nil }
        sentimentNear = share(of: scored) { $0.sentimentError ?? 1 <= 0.2 }
        sentimentClass = share(of: pairs.filter { $0.ticket.labels.sentiment != nil }, \.hasRightSentiment)
        meanSentimentError =
            scored.isEmpty ? nil : scored.reduce(0) { $0 + ($1.sentimentError ?? 0) } / Double(scored.count)
        intents = share(of: pairs.filter { $0.ticket.labels.intent != nil }, \.hasRightIntent)
        personalDataFound = share(of: pairs.filter { $0.ticket.labels.personalData != nil }, \.findsPersonalData)
        automaticMailAnswered = share(of: pairs.filter(\.mustStaySilent), \.prediction.replied)
        unanswered = pairs.count { !$0.mustStaySilent && !$0.prediction.replied }
        let latencies = predictions.map(\.latency).sorted()
        latencyP50 = Self.percentile(latencies, 0.5)
        latencyP95 = Self.percentile(latencies, 0.95)
        misses = pairs.flatMap(\.misses).sorted { ($1.weight, $0.id) < ($0.weight, $1.id) }
    }

    /// The smallest value that at least this share does not exceed.
    private static func percentile(_ sorted: [Duration], _ share: Double) -> Duration {
        guard !sorted.isEmpty else { return .zero }
        let rank = Int((Double(sorted.count) * share).rounded(.up))
        return sorted[min(max(rank, 1), sorted.count) - 1]
    }
}

/// One ticket beside what the agent did with it.
struct TicketScore: Sendable {
    let ticket: LabelledTicket
    let prediction: Prediction

    init(_ ticket: LabelledTicket, _ prediction: Prediction) {
        self.ticket = ticket
        self.prediction = prediction
    }

    private var labels: LabelledTicket.Labels { ticket.labels }

    var isAnswerable: Bool { !labels.answerDocs.isEmpty }
    var shouldEscalate: Bool { labels.shouldEscalate ?? false }
    var hasWording: Bool { !labels.mustInclude.isEmpty || !labels.mustNotInclude.isEmpty }
    var mustStaySilent: Bool { labels.shouldReply == false || ticket.isAutomaticMail }

    var citesRightSection: Bool { prediction.citations.contains(where: labels.answerDocs.contains) }
    var missingWords: [[String]] {
        labels.mustInclude.filter { alternatives in !alternatives.contains { says($0) } }
    }
    var forbiddenWords: [String] { labels.mustNotInclude.filter(says) }
    var keepsWording: Bool { missingWords.isEmpty && forbiddenWords.isEmpty }
    var isAnswered: Bool { citesRightSection && keepsWording }

    var hasRightReason: Bool { prediction.escalationReason == labels.escalationReason }
    var hasRightIntent: Bool { prediction.intent == labels.intent }
    var sentimentError: Double? { labels.sentimentScore.map { abs($0 - prediction.sentimentScore) } }
    var hasRightSentiment: Bool { labels.sentiment == Self.word(for: prediction.sentimentScore) }
    var findsPersonalData: Bool { Set(labels.personalData ?? []) == Set(prediction.personalData) }

    static func word(for score: Double) -> String { score < 0.4 ? "negative" : score < 0.65 ? "neutral" : "positive" }

    /// Without regard to case.
    private func says(_ words: String) -> Bool {
        (prediction.reply ?? "").lowercased().contains(words.lowercased())
    }

    var misses: [EvaluationReport.Miss] {
        var misses: [EvaluationReport.Miss] = []
        func add(_ weight: Int, _ problem: String) {
            misses.append(EvaluationReport.Miss(id: ticket.id, problem: problem, weight: weight))
        }
        if mustStaySilent {
            if prediction.replied { add(9, "answered automatic mail") }
            return misses
        }
        if !prediction.replied { add(9, "got no reply") }
        let reason = prediction.escalationReason ?? ""
        if labels.mustEscalate, !prediction.escalated {
            add(8, "had to be escalated (\(labels.escalationReason ?? "")) and was not")
        } else if shouldEscalate, !prediction.escalated {
            add(6, "should have been escalated (\(labels.escalationReason ?? ""))")
        }
        if !forbiddenWords.isEmpty { add(7, "says \(forbiddenWords.joined(separator: ", "))") }
        if labels.shouldEscalate == false, prediction.escalated { add(5, "was escalated (\(reason))") }
        if isAnswerable, !citesRightSection {
            let cited = prediction.citations.first ?? "nothing"
            add(4, "cites \(cited), not \(labels.answerDocs[0])")
        } else if !missingWords.isEmpty {
            add(3, "does not say \(missingWords.map { $0.joined(separator: "|") }.joined(separator: ", "))")
        }
        if shouldEscalate, prediction.escalated, labels.escalationReason != nil, !hasRightReason {
            add(2, "was escalated as \(reason), not \(labels.escalationReason ?? "")")
        }
        return misses
    }
}

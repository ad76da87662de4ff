/// What a message does as a whole: its weightiest act in the conversation.
package enum SpeechAct: String, Sendable {
    case question, request, problem, complaint, feedback
    case greeting, thanks, goodbye, acknowledgement
    case statement, empty, emojiOnly, gibberish, automaticReply

    /// Whether an answer from the documents can be expected to it.
    package var wantsAnswer: Bool {
        switch self {
        case .question, .request, .problem: true
        default: false
        }
    }
}

extension SpeechAct {
    init(hits: [IntentHit], questions: [QuestionPart], wordCount: Int) {
        func has(_ intent: Intent, _ strength: Double = 0.6) -> Bool {
            hits.contains { $0.intent == intent && $0.strength >= strength }
        }
        if has(.empty) {
            self = .empty
        } else if has(.emojiOnly) {
            self = .emojiOnly
        } else if has(.automaticReply) {
            self = .automaticReply
        } else if has(.gibberish) {
            self = .gibberish
        } else if let act = Self.asking(hits, questions, wordCount) {
            self = act
        } else if has(.thanks), wordCount <= 25 {
            self = .thanks
        } else if has(.goodbye), wordCount <= 12 {
            self = .goodbye
        } else if has(.complaint) {
            self = .complaint
        } else if has(.feedback) || has(.featureRequest) {
            self = .feedback
        } else if has(.greeting), wordCount <= 6 {
            self = .greeting
        } else if has(.acknowledgement), wordCount <= 6 {
            self = .acknowledgement
        } else {
            self = .statement
        }
    }

    /// Acts that call for an answer, if the message holds one.
    private static func asking(_ hits: [IntentHit], _ questions: [QuestionPart], _ wordCount: Int) -> SpeechAct? {
        let asked = questions.filter(\.isQuestion)
        let problem = hits.first { $0.intent == .problemReport && $0.strength >= 0.6 }
        if let problem, !asked.contains(where: { $0.range.overlaps(problem.range) }) { return .problem }
        if !asked.isEmpty { return .question }
        if problem != nil { return .problem }
        let wishes: [Intent] = [
            .refundRequest, .cancellation, .humanRequest, .dataRequest, .pricingInquiry, .security, .legal,
        ]
        if hits.contains(where: { wishes.contains($0.intent) && $0.strength >= 0.7 }) { return .request }
        return hits.contains { $0.rule == "how" } ? .request : nil
    }
}

import TextAnalysis

/// The one intent of a message, as reports count it.
struct MainIntent {
    let name: String

    init(_ analysis: MessageAnalysis, subject: MessageAnalysis?) {
        name = Self.intent(analysis, subject).rawValue
    }

    private static func intent(_ analysis: MessageAnalysis, _ subject: MessageAnalysis?) -> Intent {
        switch analysis.speechAct {
        case .empty: return .empty
        case .emojiOnly: return .emojiOnly
        case .gibberish: return .gibberish
        case .automaticReply: return .automaticReply
        case .greeting: return .greeting
        case .thanks: return .thanks
        case .goodbye: return .goodbye
        case .acknowledgement: return .acknowledgement
        default: break
        }
        for intent in matters where analysis.hit(intent, atLeast: 0.7) != nil { return intent }
        for intent in matters where subject?.hit(intent, atLeast: 0.7) != nil { return intent }
        switch analysis.speechAct {
        case .question:
            return analysis.hit(.problemReport, atLeast: 0.8) != nil && !asksHow(analysis) ? .problemReport : .howTo
        case .problem: return .problemReport
        case .complaint: return .complaint
        case .feedback: return analysis.hit(.featureRequest) != nil ? .featureRequest : .feedback
        case .request: return .howTo
        default: return analysis.intents.first?.intent ?? .howTo
        }
    }

    private static func asksHow(_ analysis: MessageAnalysis) -> Bool {
        analysis.intents.contains { $0.rule == "how" }
    }

    /// What a company must hear of, the gravest first.
    private static let matters: [Intent] = [
        .threat, .promptInjection, .security, .legal, .dataRequest, .profanity, .refundRequest, .humanRequest,
        .cancellation,
        .pricingInquiry, .competitor,
    ]
}

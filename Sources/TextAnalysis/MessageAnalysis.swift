/// All that rules can tell of one message.
package struct MessageAnalysis: Sendable {
    /// `nil` when the text is too short or too mixed to tell.
    package let language: DetectedLanguage?
    package let sentiment: Sentiment
    /// Strongest first, at most one for each rule. Negated mentions ("I don't want a refund") are left out.
    package let intents: [IntentHit]
    package let speechAct: SpeechAct
    package let body: MessageBody
    /// The questions, requests and problems of the message, in order; at most 12.
    package let questions: [QuestionPart]
    package let abuse: AbuseFinding
    /// In the whole message, quoted history included.
    package let personalData: [PersonalDataSpan]
    /// The words that say what it is about, weightiest first, at most 8, as stems.
    package let topics: [String]
    package let tokens: TokenizedText

    /// The strongest hit of an intent, if it was found with at least this strength.
    package func hit(_ intent: Intent, atLeast strength: Double = 0.5) -> IntentHit? {
        intents.first { $0.intent == intent && $0.strength >= strength }
    }
}

/// Whether a message abuses the people or the company it is written to.
package struct AbuseFinding: Sendable, Equatable {
    package enum Reason: String, Sendable {
        case threat, slur, insult, hatred, sexual
        case directedProfanity = "directed_profanity"
        /// Strong words at nobody: does not trip by itself.
        case profanity
    }

    /// True above 0.7.
    package var isAbusive: Bool { confidence > Self.threshold }
    package let confidence: Double
    package let reason: Reason?
    /// UTF-8 offsets in the message of the words that decided.
    package let range: Range<Int>?

    package static let threshold = 0.7
    package static let none = AbuseFinding(confidence: 0, reason: nil, range: nil)
}

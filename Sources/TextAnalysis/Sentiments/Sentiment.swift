/// How a customer feels, as far as the words show it.
package struct Sentiment: Sendable, Equatable {
    /// 0 angry, 0.5 to 0.6 neutral, 1 happy.
    package let score: Double
    /// 0…1: how much of the text speaks of feelings, and how much those words agree. Below 0.3 the score is a guess.
    package let confidence: Double
    /// The words that weighed most, at most five, for receipts.
    package let reasons: [String]

    package static let neutral = Sentiment(score: 0.55, confidence: 0, reasons: [])
}

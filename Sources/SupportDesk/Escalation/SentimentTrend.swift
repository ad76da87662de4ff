/// Which way a customer's feelings go within a conversation.
package enum SentimentTrend: String, Sendable {
    case rising
    case steady
    case falling

    /// Reads the last three scores: each lower than the one before and 0.15 lost in all is falling, unless the customer
    /// is still content (0.5 or more).
    ///
    /// - Parameter scores: oldest first, 0 … 1. Fewer than three are steady.
    package init(_ scores: [Double]) {
        let last = Array(scores.suffix(3))
        guard last.count == 3 else {
            self = .steady
            return
        }
        let change = last[2] - last[0]
        if last[0] > last[1], last[1] > last[2], change <= -Self.leastChange, last[2] < 0.5 {
            self = .falling
        } else if last[0] < last[1], last[1] < last[2], change >= Self.leastChange {
            self = .rising
        } else {
            self = .steady
        }
    }

    private static let leastChange = 0.149
}

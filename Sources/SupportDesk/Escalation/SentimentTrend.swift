/// Which way a customer's feelings go within a conversation.
package enum SentimentTrend: String, Sendable {
    case rising
    case steady
    case falling

    /// - Parameter scores: oldest first, 0 … 1. Fewer than three are steady.
    package init(_ scores: [Double]) { self = .steady }
}

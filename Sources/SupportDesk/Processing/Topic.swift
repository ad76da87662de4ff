/// What the desk announces, by the names that listeners subscribe to.
package enum Topic: Hashable, Sendable {
    case inbound(Channel)
    case escalations
    case metrics
    case deadLetters

    package var name: String {
        switch self {
        case .inbound(let channel): "fte.channels.\(channel.topicName).inbound"
        case .escalations: "fte.escalations"
        case .metrics: "fte.metrics"
        case .deadLetters: "fte.dlq"
        }
    }
}

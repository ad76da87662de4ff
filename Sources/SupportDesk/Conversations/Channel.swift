/// Where messages travel.
package enum Channel: String, CaseIterable, Sendable, Codable {
    case email
    case whatsapp
    case webForm = "web_form"

    /// As Kafka's topics spell it.
    package var topicName: String { self == .webForm ? "webform" : rawValue }

    /// As a person reads it.
    package var displayName: String {
        switch self {
        case .email: "email"
        case .whatsapp: "WhatsApp"
        case .webForm: "web form"
        }
    }
}

/// The two ways in which servers of this kind are asked.
package enum ModelWire: String, CaseIterable, Sendable {
    /// POST /responses
    case responses
    /// POST /chat/completions, which nearly every compatible server knows.
    case chat

    var path: String {
        switch self {
        case .responses: "/responses"
        case .chat: "/chat/completions"
        }
    }
}

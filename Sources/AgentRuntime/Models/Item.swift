package import Formats

/// One entry of a conversation as models see it. Maps one to one to the items of the Responses API, and to the
/// messages of Chat Completions but for calls, which Chat puts inside the assistant's message.
package enum Item: Equatable, Sendable {
    case user(String)
    case assistant(AssistantMessage)
    /// The host's own words to the model; `system` for servers that don't know `developer`.
    case developer(String)
    /// How a model came to its answer, as its provider wrote it. Given back untouched to the provider that understands
    /// it, and to nobody else.
    case reasoning(JSONValue)
    case toolCall(ToolCall)
    /// The text a tool answered, mostly JSON.
    case toolOutput(callID: String, output: String)
}

/// What a model said.
package struct AssistantMessage: Equatable, Sendable {
    package let text: String
    /// The provider's id of this item, given back with it; `nil` for words that came from elsewhere.
    package let id: String?

    package init(_ text: String, id: String? = nil) {
        self.text = text
        self.id = id
    }
}

extension AssistantMessage: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) { self.init(text) }
}

/// What a model asks to have done. All of it are the model's words, so nothing about them is certain.
package struct ToolCall: Equatable, Sendable {
    /// By which the output is matched; unique in a conversation once the runner has taken the call in.
    package let id: String
    package let name: String
    /// JSON text, if the model kept to the rules.
    package let arguments: String
    /// The provider's id of this item, given back with it.
    package let itemID: String?

    package init(id: String, name: String, arguments: String, itemID: String? = nil) {
        self.id = id
        self.name = name
        self.arguments = arguments
        self.itemID = itemID
    }
}

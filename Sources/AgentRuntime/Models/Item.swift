/// One entry of a conversation as models see it. Maps one to one to the items of the Responses API, and to the
/// messages of Chat Completions but for calls, which Chat puts inside the assistant's message.
package enum Item: Equatable, Sendable {
    case user(String)
    case assistant(String)
    /// The host's own words to the model; `system` for servers that don't know `developer`.
    case developer(String)
    case toolCall(ToolCall)
    /// The text a tool answered, mostly JSON.
    case toolOutput(callID: String, output: String)
}

/// What a model asks to have done. All three are the model's words, so nothing about them is certain.
package struct ToolCall: Equatable, Sendable {
    package let id: String
    package let name: String
    /// JSON text, if the model kept to the rules.
    package let arguments: String

    package init(id: String, name: String, arguments: String) {
        self.id = id
        self.name = name
        self.arguments = arguments
    }
}

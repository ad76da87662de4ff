package import AgentRuntime
import Formats

/// An answer as a wire's decoder reads it.
package struct ModelAnswer: Equatable, Sendable {
    package var id: String?
    package var output: [ModelOutput] = []
    /// Without cost; `nil` when the server told nothing.
    package var usage: Usage?

    package init(id: String? = nil, output: [ModelOutput] = [], usage: Usage? = nil) {
        self.id = id
        self.output = output
        self.usage = usage
    }

    /// Of all that the model said.
    var byteCount: Int {
        output.reduce(0) { sum, output in
            switch output {
            case .message(let message): sum + message.text.utf8.count
            case .refusal(let text): sum + text.utf8.count
            case .toolCall(let call): sum + call.name.utf8.count + call.arguments.utf8.count
            case .reasoning(let item): sum + item.text.utf8.count
            }
        }
    }

    /// The parts to deliver of an answer that came in one piece.
    var events: [ModelEvent] {
        var calls = 0
        return output.map { output in
            switch output {
            case .message(let message): return .text(message.text)
            case .refusal(let text): return .refusal(text)
            case .reasoning: return .reasoning
            case .toolCall(let call):
                defer { calls += 1 }
                return .arguments(call: calls, call.arguments)
            }
        }
    }
}

/// Collects an answer that comes as events.
protocol StreamedAnswer {
    /// The answer's end was seen; what may still come is usage.
    var hasEnded: Bool { get }

    /// Takes the next event in and tells what to deliver.
    mutating func take(_ event: JSONValue, type: String?) throws(LanguageModelError) -> [ModelEvent]

    /// The answer, once no more events come.
    ///
    /// - Throws: `LanguageModelError.streamCut` without an end.
    consuming func finish() throws(LanguageModelError) -> ModelAnswer
}

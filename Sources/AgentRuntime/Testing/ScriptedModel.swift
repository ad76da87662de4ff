/// A model that plays its turns in order and keeps the requests.
///
///     let model = ScriptedModel([
///         .calls(("create_ticket", #"{"issue": "…"}"#)),
///         .says("Done."),
///     ])
///     …
///     try model.verifyComplete()
package final class ScriptedModel: Model {
    package enum Turn: Sendable {
        case responds(ModelResponse)
        case fails(any Error)
        /// Decides when asked; may wait, throw, or check the request.
        case answers(@Sendable (ModelRequest) async throws -> ModelResponse)

        package static func says(_ text: String, usage: Usage = Usage(requests: 1)) -> Turn {
            .responds(ModelResponse(output: [.message(text)], usage: usage))
        }

        /// Calls in one response, with the ids `call_<tool>_<index>`… made unique by the runner where they repeat.
        package static func calls(_ calls: (name: String, arguments: String)..., usage: Usage = Usage(requests: 1))
            -> Turn
        {
            let output = calls.enumerated().map { index, call in
                ModelOutput.toolCall(ToolCall(id: "call_\(index + 1)", name: call.name, arguments: call.arguments))
            }
            return .responds(ModelResponse(output: output, usage: usage))
        }
    }

    package let name: String

    package init(_ turns: [Turn], name: String = "scripted") { self.name = name }

    /// Every request so far, oldest first.
    package var requests: [ModelRequest] { [] }

    package func respond(to request: ModelRequest) async throws -> ModelResponse {
        throw ScriptError.noTurnLeft(request: 0)
    }

    /// - Throws: `ScriptError.turnsLeft` when turns were not played, `.noTurnLeft` when more were asked for than written.
    package func verifyComplete() throws {}
}

package enum ScriptError: Error, Equatable {
    /// The request of this number (from 1) had no turn.
    case noTurnLeft(request: Int)
    case turnsLeft(Int)
}

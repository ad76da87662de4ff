import Synchronization

/// A model that plays its turns in order and keeps the requests.
///
///     let model = ScriptedModel([
///         .calls(("create_ticket", #"{"issue": "Refund"}"#)),
///         .says("Done."),
///     ])
///     …
///     try model.verifyComplete()
package final class ScriptedModel: Model {
    package enum Turn: Sendable {
        case responds(ModelResponse)
        /// Delivers the parts before it responds.
        case delivers([ModelEvent], ModelResponse)
        case fails(any Error)
        /// Decides when asked: may wait, throw, or look into the request.
        case answers(@Sendable (ModelRequest) async throws -> ModelResponse)

        package static func says(_ text: String, usage: Usage = Usage(requests: 1)) -> Turn {
            .responds(ModelResponse(output: [.text(text)], usage: usage))
        }

        /// Calls in one response, with the ids `call_1`, `call_2`, …; the runner makes them unique in a conversation.
        package static func calls(
            _ calls: (name: String, arguments: String)..., usage: Usage = Usage(requests: 1)
        ) -> Turn {
            let output = calls.enumerated().map { index, call in
                ModelOutput.toolCall(ToolCall(id: "call_\(index + 1)", name: call.name, arguments: call.arguments))
            }
            return .responds(ModelResponse(output: output, usage: usage))
        }
    }

    package let name: String
    private let turns: [Turn]
    private let played: Mutex<[ModelRequest]> = Mutex([])

    package init(_ turns: [Turn], name: String = "scripted") {
        self.name = name
        self.turns = turns
    }

    /// Every request so far, oldest first.
    package var requests: [ModelRequest] { played.withLock { $0 } }

    /// - Throws: what the turn throws, or `ScriptError.noTurnLeft`.
    package func respond(
        to request: ModelRequest, delivering deliver: ModelEventSink?
    ) async throws -> ModelResponse {
        let number = played.withLock { requests in
            requests.append(request)
            return requests.count
        }
        guard number <= turns.count else { throw ScriptError.noTurnLeft(request: number) }
        switch turns[number - 1] {
        case .responds(let response): return response
        case .delivers(let parts, let response):
            for part in parts { await deliver?(part) }
            return response
        case .fails(let error): throw error
        case .answers(let respond): return try await respond(request)
        }
    }

    /// - Throws: `ScriptError` when turns were left over, or when more were asked for than there are.
    package func verifyComplete() throws {
        let count = requests.count
        if count < turns.count { throw ScriptError.turnsLeft(turns.count - count) }
        if count > turns.count { throw ScriptError.noTurnLeft(request: turns.count + 1) }
    }
}

package enum ScriptError: Error, Equatable {
    /// The request of this number, counted from 1, had no turn.
    case noTurnLeft(request: Int)
    case turnsLeft(Int)
}

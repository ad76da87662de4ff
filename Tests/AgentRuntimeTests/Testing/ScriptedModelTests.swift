import AgentRuntime
import Testing

struct ScriptedModelTests {
    private func request(_ text: String) -> ModelRequest {
        ModelRequest(
            instructions: "", items: [.user(text)], tools: [], settings: ModelSettings(), deadline: .now)
    }

    @Test func `turns are played in order and requests are kept`() async throws {
        let model = ScriptedModel([
            .says("One."), .calls(("look", "{}"), ("look", "{}")), .fails(Failure()),
            .answers { request in ModelResponse(output: [.text("\(request.items.count)")]) },
        ])

        let first = try await model.respond(to: request("a"))
        let second = try await model.respond(to: request("b"))
        await #expect(throws: Failure.self) { try await model.respond(to: request("c")) }
        let fourth = try await model.respond(to: request("d"))

        #expect(first.output == [.message("One.")])
        #expect(
            second.output == [
                .toolCall(ToolCall(id: "call_1", name: "look", arguments: "{}")),
                .toolCall(ToolCall(id: "call_2", name: "look", arguments: "{}")),
            ])
        #expect(fourth.output == [.message("1")])
        #expect(model.requests.map(\.items) == [[.user("a")], [.user("b")], [.user("c")], [.user("d")]])
        try model.verifyComplete()
    }

    @Test func `turns left over fail the script`() async throws {
        let model = ScriptedModel([.says("One."), .says("Two."), .says("Three.")])

        _ = try await model.respond(to: request("a"))

        #expect(throws: ScriptError.turnsLeft(2)) { try model.verifyComplete() }
    }

    @Test func `a missing turn fails the request and the script`() async throws {
        let model = ScriptedModel([.says("One.")])

        _ = try await model.respond(to: request("a"))
        await #expect(throws: ScriptError.noTurnLeft(request: 2)) { try await model.respond(to: request("b")) }

        #expect(throws: ScriptError.noTurnLeft(request: 2)) { try model.verifyComplete() }
    }
}

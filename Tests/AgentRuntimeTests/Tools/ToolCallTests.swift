import AgentRuntime
import Formats
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ToolCallTests {
    /// Runs one turn of these calls and an answer.
    private func outcome(
        calling call: (name: String, arguments: String), of tools: [Tool<Desk>] = [.createTicket],
        setting: Setting = Setting()
    ) async throws -> RunResult<Desk> {
        let model = ScriptedModel([.calls(call), .says("Sorry.")])
        let outcome = try await setting.run(model, tools)
        try model.verifyComplete()
        #expect(outcome.ending.finalText == "Sorry.")
        return outcome
    }

    @Test func `an unknown tool is reported to the model with the names there are`() async throws {
        let outcome = try await outcome(calling: ("refund", "{}"), of: [.createTicket, .sendResponse])

        #expect(
            outcome.outputs == [
                [
                    "error": [
                        "code": "unknown_tool",
                        "message": "There is no such tool. Available: create_ticket, send_response.",
                    ]
                ]
            ])
        #expect(outcome.toolCalls.first?.failure?.code == "unknown_tool")
    }

    @Test(arguments: [("drop table!", "drop_table_"), ("", "unknown"), (String(repeating: "ä", count: 99), nil)])
    func `an unknown tool's name is made fit to be sent back`(name: String, expected: String?) async throws {
        let outcome = try await outcome(calling: (name, "{}"))

        guard case .toolCall(let call) = outcome.items.first else { throw Failure() }
        #expect(call.name == expected ?? String(repeating: "_", count: 64))
    }

    @Test(arguments: ["", "{", "not json", #"{"text": "a",}"#, #"{"text": "a"} {}"#, "\u{0}"])
    func `arguments that are not JSON are reported, recorded and kept out of the conversation`(
        arguments: String
    ) async throws {
        let outcome = try await outcome(calling: ("create_ticket", arguments))

        guard case .toolCall(let call) = outcome.items.first else { throw Failure() }
        #expect(call.arguments == "{}")
        #expect(outcome.toolCalls.first?.arguments == arguments)
        #expect(outcome.outputs.first?["error"]?["code"] == "invalid_json")
        #expect(outcome.effects.isEmpty)
    }

    @Test func `arguments that break the schema are reported with the field at fault`() async throws {
        let outcome = try await outcome(calling: ("create_ticket", #"{"text": 7}"#))

        #expect(
            outcome.outputs == [
                [
                    "error": [
                        "code": "invalid_arguments", "message": "text must be a string, not a number.", "field": "text",
                    ]
                ]
            ])
        #expect(outcome.effects.isEmpty)
    }

    @Test func `arguments of ten megabytes are refused unread and not sent back`() async throws {
        let huge = #"{"text": ""# + String(repeating: "x", count: 10 << 20) + #""}"#

        let outcome = try await outcome(calling: ("create_ticket", huge))

        #expect(outcome.outputs.first?["error"]?["message"] == "The arguments are longer than 65536 bytes.")
        #expect(outcome.toolCalls.first?.arguments.utf8.count == 1_000)
        guard case .toolCall(let call) = outcome.items.first else { throw Failure() }
        #expect(call.arguments == "{}")
    }

    @Test(arguments: ["[", #"{"text":"#])
    func `arguments nested ten thousand deep are refused`(opening: String) async throws {
        let outcome = try await outcome(calling: ("create_ticket", String(repeating: opening, count: 7_000)))

        #expect(outcome.outputs.first?["error"]?["code"] == "invalid_json")
    }

    @Test func `what a tool says of its failure reaches the model`() async throws {
        let outcome = try await outcome(calling: ("send_response", #"{"text": "rude"}"#), of: [.sendResponse])

        #expect(
            outcome.outputs == [["error": ["code": "refused", "message": "Say it kindly.", "field": "text"]]])
    }

    @Test func `any other error is hidden from the model and kept in the trace`() async throws {
        struct Leak: Error, CustomStringConvertible { let description = "password=hunter2" }

        let outcome = try await outcome(calling: ("look", "{}"), of: [.read("look") { throw Leak() }])

        #expect(
            outcome.outputs == [
                ["error": ["code": "failed", "message": "The tool failed. Try once more, or go on without it."]]
            ])
        #expect(outcome.toolCalls.first?.failure == .threw(description: "password=hunter2"))
    }

    @Test func `output beyond the bound is cut at a whole character and says so`() async throws {
        var setting = Setting()
        setting.settings.maxOutputBytes = 99
        let text = String(repeating: "é", count: 5 << 20)

        let outcome = try await outcome(calling: ("look", "{}"), of: [.read("look") { text }], setting: setting)

        guard case .toolOutput(_, let output) = outcome.items[1] else { throw Failure() }
        let beginning = String(repeating: "é", count: 49)
        #expect(output == beginning + "\n[Cut: these are the first 98 of 10485760 bytes.]")
        #expect(outcome.toolCalls.first?.failure == nil)
    }

    @Test func `calls beyond a turn's limit are refused, each with an output`() async throws {
        var setting = Setting()
        setting.settings.maxToolCallsPerTurn = 2
        let call = (name: "create_ticket", arguments: #"{"text": "A"}"#)
        let model = ScriptedModel([.calls(call, call, call, call), .says("Done.")])

        let outcome = try await setting.run(model, [.createTicket])

        #expect(outcome.effects.count == 2)
        #expect(outcome.toolCalls.map(\.failure) == [nil, nil, .tooManyCalls(limit: 2), .tooManyCalls(limit: 2)])
        #expect(outcome.items.count == 9)
    }

    @Test func `ids that repeat, in a turn, a run or the session, are told apart`() async throws {
        var setting = Setting()
        setting.session.items = [
            .user("Hi"), .toolCall(ToolCall(id: "call_2", name: "look", arguments: "{}")),
            .toolOutput(callID: "call_2", output: "1"), .assistant("One."),
        ]
        let look = ModelOutput.toolCall(ToolCall(id: "", name: "look", arguments: "{}"))
        let model = ScriptedModel([
            .calls(("look", "{}"), ("look", "{}")), .calls(("look", "{}")),
            .responds(ModelResponse(output: [look, look])), .says("Done."),
        ])

        let outcome = try await setting.run(model, [.read("look") { "2" }])

        let calls = outcome.items.compactMap { if case .toolCall(let call) = $0 { call.id } else { nil } }
        let answered = outcome.items.compactMap { if case .toolOutput(let id, _) = $0 { id } else { nil } }
        #expect(calls.first == "call_1")
        #expect(Set(calls).count == 5)
        #expect(!calls.contains("call_2"))
        #expect(calls.allSatisfy { (1...64).contains($0.utf8.count) })
        #expect(answered == calls)
    }

    @Test func `a record in its stored form is masked`() async throws {
        let outcome = try await outcome(calling: ("create_ticket", #"{"text": "4111 1111"}"#))

        let json = try #require(outcome.toolCalls.first).json { $0.split(separator: "4111").joined(separator: "****") }

        #expect(
            json == [
                "call_id": "call_1", "name": "create_ticket", "arguments": #"{"text": "**** 1111"}"#,
                "output": #"{"ticket_id":"T-1"}"#, "effect": "reversible", "error": nil, "duration_us": 0,
            ])
    }

    @Test(arguments: ["", "has space", String(repeating: "a", count: 65), "ünïcode"])
    func `a name that providers refuse makes no agent`(name: String) throws {
        #expect(throws: AgentError.invalidToolName(name)) {
            try Agent<Desk>(
                name: "A", instructions: .text(""), model: ScriptedModel([]), tools: [.read(name) { "" }])
        }
    }

    @Test func `tools that can't be told apart make no agent`() throws {
        #expect(throws: AgentError.duplicateTool("look")) {
            try Agent<Desk>(
                name: "A", instructions: .text(""), model: ScriptedModel([]),
                tools: [.read("look") { "1" }, .read("look") { "2" }])
        }
    }

    @Test func `an agent can't stop after a tool that it hasn't got`() throws {
        #expect(throws: AgentError.unknownTool("send_response")) {
            try Agent<Desk>(
                name: "A", instructions: .text(""), model: ScriptedModel([]), toolUse: .stopAfter(["send_response"]))
        }
    }
}

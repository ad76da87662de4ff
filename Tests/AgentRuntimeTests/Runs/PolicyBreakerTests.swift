import AgentRuntime
import Formats
import Synchronization
import Testing

/// A model that calls every tool wrongly. Whatever it does, the run ends, each call has one output, and no tool sees
/// input that its schema refuses.
@Suite(.timeLimit(.minutes(2)))
struct PolicyBreakerTests {
    private static let rubbish = [
        "", "{", "null", "[]", "\"text\"", "{}", #"{"text": null}"#, #"{"text": 7}"#, #"{"text": ""}"#,
        #"{"text": "ok", "extra": 1}"#, #"{"text": "ok"} trailing"#, #"{"text": "ok"}"#, "\u{0}", "🧨",
        #"{"text": "\ud800"}"#, String(repeating: "[", count: 9_000), #"{"text": "a", "text": "b"}"#,
        #"{"text":1e999}"#,
    ]
    private static let names = [
        "create_ticket", "send_response", "strict", "look", "", "refund", "transfer_to_b", "transfer_to_a",
        "transfer_to_nobody", "Create_Ticket", "create_ticket ", "💣", String(repeating: "n", count: 200),
    ]
    private static let ids = ["", "same", "call_1", String(repeating: "i", count: 65), "\n", "ünïque"]

    /// Answers at random, for ever.
    private final class Breaker: Model {
        let name = "breaker"
        private let random: Mutex<SeededRandom>

        init(seed: UInt64) { random = Mutex(SeededRandom(seed: seed)) }

        func respond(to request: ModelRequest, delivering deliver: ModelEventSink?) async throws -> ModelResponse {
            let output = random.withLock { random in
                (0..<Int.random(in: 0...[3, 30, 100].randomElement(using: &random)!, using: &random)).map { _ in
                    Self.output(&random)
                }
            }
            for part in output {
                if case .message(let message) = part { await deliver?(.text(message.text)) }
            }
            return ModelResponse(output: output, usage: Usage(requests: 1, inputTokens: 1, outputTokens: .max))
        }

        private static func output(_ random: inout SeededRandom) -> ModelOutput {
            switch Int.random(in: 0..<20, using: &random) {
            case 0: .text([" ", "", "Words."].randomElement(using: &random)!)
            case 1: .reasoning([["type": "reasoning"], "odd", nil].randomElement(using: &random)!)
            case 2 where Int.random(in: 0..<10, using: &random) == 0: .refusal("No.")
            default:
                .toolCall(
                    ToolCall(
                        id: ids.randomElement(using: &random)!, name: names.randomElement(using: &random)!,
                        arguments: rubbish.randomElement(using: &random)!,
                        itemID: [nil, "fc_1"].randomElement(using: &random)!))
            }
        }
    }

    private static func strict(_ journal: Journal) -> Tool<Desk> {
        Tool("strict", "", effect: .irreversible, reach: .outside(), input: TextInput.schema) { input, _ in
            journal.write(input.text)
            return ToolResult("done")
        }
    }

    @Test(arguments: 0..<60)
    func `nothing that a model does breaks a run or its conversation`(seed: UInt64) async throws {
        var setting = Setting()
        let journal = Journal()
        let kept = try MemoryJournal()
        let model = Breaker(seed: seed)
        let tools: [Tool<Desk>] = [.createTicket, .sendResponse, .read("look") { "seen" }, Self.strict(journal)]
        let agents = try [("A", "B"), ("B", "A")].map { name, other in
            try Agent(
                name: name, instructions: .text(""), model: model, tools: tools, handoffs: [Handoff(to: other)],
                maxTurns: 12)
        }

        let result = try await setting.run(team: agents, journal: kept)

        #expect(unanswered(result.items).isEmpty)
        #expect(result.usage.requests == result.modelCalls.count)
        #expect(result.usage.requests <= 12)
        #expect(journal.entries.allSatisfy { (1...1_000).contains($0.unicodeScalars.count) })
        expectValidTree(result.trace)
        for item in result.items {
            #expect(try Item(json: JSONValue(parsing: item.json.text)) == item, "it can be read again")
            guard case .toolCall(let call) = item else { continue }
            #expect((1...64).contains(call.name.utf8.count) && (1...64).contains(call.id.utf8.count))
            #expect(try JSONValue(parsing: call.arguments).object != nil)
        }
        let itemIDs = result.items.compactMap { if case .toolCall(let call) = $0 { call.itemID } else { nil } }
        #expect(HistoryLimit(maxItems: 10_000).trim(result.items) == result.items)
        #expect(itemIDs.count <= result.toolCalls.count + result.items.count)
        setting.session.record([InputMessage(id: "m1", text: "Hi")], result)
        #expect(try Session<Desk>(json: JSONValue(parsing: setting.session.json().text)).items == setting.session.items)

        // What it did can be gone through again, and comes to the same.
        guard case .effectUnverified = result.ending else {
            let again = try await Setting().run(
                team: agents, resuming: kept.entries + result.journal.dropFirst(kept.stored.count))
            #expect(Array(again.items.prefix(result.items.count)) == result.items)
            return
        }
    }

    @Test func `a hundred calls at once are answered, sixteen of them by the tool`() async throws {
        let calls = (0..<100).map { _ in
            ModelOutput.toolCall(
                ToolCall(id: "same", name: "create_ticket", arguments: #"{"text": "A"}"#, itemID: "fc"))
        }
        let model = ScriptedModel([.responds(ModelResponse(output: calls)), .says("Done.")])

        let result = try await Setting().run(model, [.createTicket])

        #expect(result.effects.count == 16)
        #expect(result.items.count == 201)
        #expect(unanswered(result.items).isEmpty)
        let itemIDs = result.items.compactMap { if case .toolCall(let call) = $0 { call.itemID } else { nil } }
        #expect(itemIDs == ["fc"])
    }

    @Test func `ten megabytes of arguments a call stay out of conversation, trace and journal`() async throws {
        let huge = #"{"text": ""# + String(repeating: "x", count: 10 << 20) + #""}"#
        let journal = try MemoryJournal()
        let call = ModelOutput.toolCall(ToolCall(id: "c", name: "transfer_to_b", arguments: huge))
        let write = ModelOutput.toolCall(ToolCall(id: "d", name: "create_ticket", arguments: huge))
        let model = ScriptedModel([.responds(ModelResponse(output: [call, write])), .says("Done.")])
        let agents = [
            try Agent<Desk>(
                name: "A", instructions: .text(""), model: model, tools: [.createTicket],
                handoffs: [Handoff(to: "B", input: TextInput.schema, accepting: { _, _ in })]),
            try Agent<Desk>(name: "B", instructions: .text(""), model: model),
        ]

        let result = try await Setting().run(team: agents, journal: journal)

        #expect(result.ending.finalText == "Done.")
        #expect(result.outputs.map { $0["error"]?["code"] } == ["arguments_too_large", "arguments_too_large"])
        #expect(result.trace.json { $0 }.text.utf8.count < 20_000)
        #expect(result.journal.reduce(0) { $0 + ((try? $1.json().text.utf8.count) ?? 0) } < 200_000)
    }
}

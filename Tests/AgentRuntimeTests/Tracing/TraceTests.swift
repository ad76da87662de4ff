import AgentRuntime
import Formats
import FoundationEssentials
import Testing

@Suite(.timeLimit(.minutes(1)))
struct TraceTests {
    @Test func `a run leaves a span for the agent, each model call and each tool call`() async throws {
        let setting = Setting()
        let clock = setting.clock
        let model = ScriptedModel([
            .answers { _ in
                clock.advance(by: .milliseconds(800))
                let call = ToolCall(id: "c", name: "create_ticket", arguments: #"{"text": "A"}"#)
                return ModelResponse(
                    id: "resp_1", output: [.toolCall(call)],
                    usage: Usage(requests: 1, inputTokens: 9, outputTokens: 3), metadata: ["confidence": 0.9])
            },
            .fails(Failure()),
        ])

        let outcome = try await setting.run(model, [.createTicket])

        let spans = outcome.trace.spans
        #expect(spans.map(\.kind) == [.agent, .generation, .tool, .generation])
        #expect(spans.map(\.name) == ["Support", "scripted", "create_ticket", "scripted"])
        #expect(spans.map(\.parent) == [nil, spans[0].id, spans[0].id, spans[0].id])
        #expect(spans.map(\.start) == [.zero, .zero, .milliseconds(800), .milliseconds(800)])
        #expect(spans.map(\.duration) == [.milliseconds(800), .milliseconds(800), .zero, .zero])
        #expect(spans.map(\.error) == ["model_failed", nil, nil, "Failure()"])
        #expect(
            spans[0].attributes == [
                "ending": "model_failed", "turns": 2, "tools": ["create_ticket"], "handoffs": [],
            ])
        #expect(spans[1].attributes["turn"] == 1)
        #expect(spans[1].attributes["items"] == 1)
        #expect(spans[1].attributes["output"]?.array?.count == 1)
        #expect(spans[1].attributes["input_tokens"] == 9)
        #expect(spans[1].attributes["response_id"] == "resp_1")
        #expect(spans[1].attributes["metadata"] == ["confidence": 0.9])
        #expect(
            spans[2].attributes == [
                "call_id": "c", "turn": 1, "arguments": #"{"text": "A"}"#, "output": #"{"ticket_id":"T-1"}"#,
                "effect": "reversible",
            ])
    }

    @Test func `the stored form is deterministic, and every text in it is masked`() throws {
        let clock = VirtualClock()
        let counter = Counter()
        var trace = Trace(
            groupID: "conversation-1", startedAt: Date(timeIntervalSince1970: 1_700_000_000.25), origin: clock.now,
            random: { counter.next() })
        let parent = trace.record(.agent, "secret agent", from: clock.now, to: clock.now + .milliseconds(3))
        trace.record(
            .custom, "analyse", parent: parent, from: clock.now + .microseconds(1_500),
            to: clock.now + .microseconds(2_000),
            attributes: ["text": "my secret", "list": ["secret", 1], "secret": ["deep": "secret"]],
            error: "secret failure")

        let json = trace.json {
            $0.split(separator: "secret", omittingEmptySubsequences: false).joined(separator: "***")
        }

        let expected = try JSONValue(
            parsing: """
                {"trace_id": "00000000000000010000000000000002", "group_id": "conversation-1",
                 "started_at": "2023-11-14T22:13:20.250Z", "spans": [
                  {"span_id": "0000000000000003", "parent_id": null, "kind": "agent", "name": "*** agent",
                   "start_us": 0, "duration_us": 3000, "attributes": {}, "error": null},
                  {"span_id": "0000000000000004", "parent_id": "0000000000000003", "kind": "custom",
                   "name": "analyse", "start_us": 1500, "duration_us": 500,
                   "attributes": {"text": "my ***", "list": ["***", 1], "***": {"deep": "***"}},
                   "error": "*** failure"}]}
                """)
        #expect(json == expected)
    }

    @Test func `spans that the host recorded stay before those of the run`() async throws {
        let setting = Setting()
        let agent = try Agent<Desk>(name: "A", instructions: .text(""), model: ScriptedModel([.says("Hi")]))
        var trace = setting.makeTrace()
        trace.record(.custom, "analyse", from: setting.clock.now, to: setting.clock.now)

        let outcome = await Runner.run(
            agent, input: [], session: setting.session, trace: trace, settings: setting.settings)

        #expect(outcome.trace.spans.map(\.kind) == [.custom, .agent, .generation])
        #expect(outcome.trace.id == trace.id)
    }

    @Test func `ids are random and full`() {
        let ids = (0..<100).map { _ in Trace(groupID: "", startedAt: .now, origin: .now).id.hex }

        #expect(Set(ids).count == 100)
        #expect(ids.allSatisfy { $0.utf8.count == 32 })
    }

    /// Whatever a model does, in whatever way a run ends: the tree is whole, and every call has one output.
    @Test(arguments: 0..<100)
    func `every run leaves a valid tree of closed spans`(seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let setting = Setting()
        let clock = setting.clock
        let names = ["look", "create_ticket", "send_response", "bad", "unknown", ""]
        let arguments = ["{}", #"{"text": "rude"}"#, #"{"text": "kind"}"#, "{", "[]", #"{"text": null}"#]
        let turns: [ScriptedModel.Turn] = (0..<12).map { _ in
            let pause = Duration.seconds(Int.random(in: 0...8, using: &random))
            let calls = (0..<Int.random(in: 0...4, using: &random)).map { _ in
                ToolCall(
                    id: "c\(Int.random(in: 0...3, using: &random))", name: names.randomElement(using: &random)!,
                    arguments: arguments.randomElement(using: &random)!)
            }
            let isText = calls.isEmpty && Bool.random(using: &random)
            return .answers { _ in
                clock.advance(by: pause)
                if calls.isEmpty && !isText { throw Failure() }
                return ModelResponse(output: isText ? [.message("Done.")] : calls.map(ModelOutput.toolCall))
            }
        }
        let bad = Tool<Desk>.read("bad") {
            clock.advance(by: .seconds(1))
            throw Failure()
        }

        let outcome = try await setting.run(
            ScriptedModel(turns), [.read("look") { "seen" }, .createTicket, .sendResponse, bad])

        let trace = outcome.trace
        let end = try #require(trace.spans.first).duration
        var byID: [SpanID: RunSpan] = [:]
        for span in trace.spans {
            #expect(byID.updateValue(span, forKey: span.id) == nil)
            #expect(span.start >= .zero && span.duration >= .zero && span.start + span.duration <= end)
            guard span.kind != .agent else { continue }
            let parent = try #require(span.parent.flatMap { byID[$0] })
            #expect(parent.start <= span.start)
        }
        #expect(trace.spans.filter { $0.kind == .tool }.count == outcome.toolCalls.count)
        let calls = outcome.items.compactMap { if case .toolCall(let call) = $0 { call.id } else { nil } }
        let outputs = outcome.items.compactMap { if case .toolOutput(let id, _) = $0 { id } else { nil } }
        #expect(Set(calls).count == calls.count)
        #expect(outputs.sorted() == calls.sorted())
        #expect(HistoryLimit().trim(outcome.items) == outcome.items)
    }
}

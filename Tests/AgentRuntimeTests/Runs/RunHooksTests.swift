import AgentRuntime
import Formats
import Testing

@Suite(.timeLimit(.minutes(1)))
struct RunHooksTests {
    /// Writes down what it is told, and does something when the model has answered.
    private struct Observer: RunHooks {
        let journal = Journal()
        var onModelEnd: @Sendable () -> Void = {}

        func agentStarted(_ agent: String) async { journal.write("agent \(agent) starts") }
        func agentEnded(_ agent: String, _ ending: RunEnding?) async {
            journal.write("agent ends: \(ending?.label ?? "handed over")")
        }
        func modelStarted(_ model: String, _ request: ModelRequest) async {
            journal.write("model \(model) starts on \(request.items.count)")
        }
        func modelEnded(_ model: String, _ result: Result<ModelResponse, any Error>) async {
            let isSuccess = if case .success = result { true } else { false }
            journal.write("model ends: \(isSuccess)")
            onModelEnd()
        }
        func toolStarted(_ call: ToolCall, _ effect: EffectClass) async {
            journal.write("tool \(call.name) starts: \(effect)")
        }
        func toolEnded(_ record: ToolCallRecord) async {
            journal.write("tool \(record.name) ends: \(record.failure?.code ?? "ok")")
        }
    }

    private struct Indifferent: RunHooks {}

    @Test func `hooks are called in order, each start with its end`() async throws {
        var setting = Setting()
        let observer = Observer()
        setting.hooks = observer
        let model = ScriptedModel([
            .calls(("create_ticket", #"{"text": "A"}"#), ("unknown", "{}"), ("send_response", #"{"text": "rude"}"#)),
            .says("Done."),
        ])

        _ = try await setting.run(model, [.createTicket, .sendResponse])

        #expect(
            observer.journal.entries == [
                "agent Support starts", "model scripted starts on 1", "model ends: true",
                "tool create_ticket starts: reversible", "tool create_ticket ends: ok",
                "tool send_response starts: irreversible", "tool send_response ends: refused",
                "model scripted starts on 7", "model ends: true", "agent ends: final_output",
            ])
    }

    @Test func `a failed run still ends for its hooks`() async throws {
        var setting = Setting()
        let observer = Observer()
        setting.hooks = observer

        _ = try await setting.run(ScriptedModel([.fails(Failure())]))

        #expect(
            observer.journal.entries == [
                "agent Support starts", "model scripted starts on 1", "model ends: false", "agent ends: model_failed",
            ])
    }

    @Test func `a run that has answered is not undone by its deadline`() async throws {
        var setting = Setting()
        let clock = setting.clock
        setting.hooks = Observer(onModelEnd: { clock.advance(by: .seconds(61)) })

        let outcome = try await setting.run(ScriptedModel([.says("Just in time.")]))

        #expect(outcome.ending.finalText == "Just in time.")
    }

    @Test func `a run that has answered is not undone by being cancelled`() async throws {
        var setting = Setting()
        setting.hooks = Observer(onModelEnd: { withUnsafeCurrentTask { $0?.cancel() } })

        let run = Task { [setting] in try await setting.run(ScriptedModel([.says("Just in time.")])) }
        let outcome = try await run.value

        #expect(outcome.ending.finalText == "Just in time.")
    }

    @Test func `tools that were asked for when the time ran out are not begun`() async throws {
        var setting = Setting()
        let clock = setting.clock
        setting.hooks = Observer(onModelEnd: { clock.advance(by: .seconds(61)) })
        let model = ScriptedModel([.calls(("create_ticket", #"{"text": "A"}"#), ("unknown", "{}"))])

        let outcome = try await setting.run(model, [.createTicket])

        guard case .deadlineExceeded = outcome.ending else { throw Failure() }
        #expect(outcome.toolCalls.map { $0.failure?.code } == ["abandoned", "unknown_tool"])
        #expect(outcome.effects.isEmpty)
    }

    @Test func `a hook that cares for nothing writes nothing`() async throws {
        var setting = Setting()
        setting.hooks = Indifferent()

        let outcome = try await setting.run(ScriptedModel([.calls(("unknown", "{}")), .says("Done.")]))

        #expect(outcome.ending.finalText == "Done.")
    }
}

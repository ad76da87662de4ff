import AgentRuntime
import Formats
import Testing

@Suite(.timeLimit(.minutes(1)))
struct RunStreamTests {
    private let message = InputMessage(id: "m1", text: "Hello?")

    private func stream(
        _ agents: [Agent<Desk>], _ setting: Setting = Setting(), bufferedEvents: Int = 16
    ) throws -> RunStream<Desk> {
        Runner.stream(
            try AgentTeam(agents), input: [message], session: setting.session, trace: setting.makeTrace(),
            settings: setting.settings, bufferedEvents: bufferedEvents)
    }

    private func agent(
        _ model: any Model, _ tools: [Tool<Desk>] = [], input: [InputGuardrail<Desk>] = [],
        output: [OutputGuardrail<Desk>] = [], handoffs: [Handoff<Desk>] = [], name: String = "Support"
    ) throws -> Agent<Desk> {
        try Agent(
            name: name, instructions: .text(""), model: model, tools: tools, handoffs: handoffs, inputGuardrails: input,
            outputGuardrails: output)
    }

    private static func says(_ text: String, in parts: String...) -> ScriptedModel.Turn {
        .delivers(parts.map(ModelEvent.text), ModelResponse(output: [.text(text)]))
    }

    @Test(arguments: [0, 1, 100])
    func `all that happens is told in order, the result last`(bufferedEvents: Int) async throws {
        let model = ScriptedModel([
            .calls(("create_ticket", #"{"text": "A"}"#), ("transfer_to_billing", "{}")),
            Self.says("Done.", in: "Do", "ne."),
        ])
        let support = try agent(model, [.createTicket], handoffs: [Handoff(to: "Billing")])
        let stream = try stream([support, agent(model, name: "Billing")], bufferedEvents: bufferedEvents)

        var lines: [String] = []
        for await event in stream { lines.append(event.line) }

        #expect(
            lines == [
                "Support starts", "used 1", "call create_ticket", "hand-off requested", "create_ticket starts",
                "create_ticket ends", "output call_1", "handed over to Billing", "Support to Billing",
                "Support ends: handed over", "Billing starts", "text Do", "text ne.", "used 1", "message Done.",
                "Billing ends: final_output", "finished: final_output",
            ])
    }

    @Test func `the run waits for its reader`() async throws {
        let delivered = Counter()
        let model = CountingModel(count: 100, delivered: delivered)
        let stream = try stream([agent(model)], bufferedEvents: 3)

        var read = 0
        for await event in stream {
            guard case .text = event else { continue }
            read += 1
            // Those that were read, those with a place to wait in, and the one that is being sent.
            #expect(delivered.last <= UInt64(read + 3 + 1))
        }

        #expect(read == 100)
    }

    @Test func `leaving the loop cancels the run, and nothing of it stays`() async throws {
        let cancelled = Gate()
        let gone = Gate()
        try await leave(cancelled, gone)

        await cancelled.wait()
        await gone.wait()
    }

    /// In a function of its own, so that nothing but the run can hold on to anything.
    private func leave(_ cancelled: Gate, _ gone: Gate) async throws {
        let canary = Canary(gone)
        let model = ScriptedModel([
            .answers { _ in
                defer { canary.sing() }
                return try await withTaskCancellationHandler {
                    try await Task.sleep(for: .seconds(3_600))
                    return ModelResponse(output: [])
                } onCancel: {
                    cancelled.open()
                }
            }
        ])
        for await _ in try stream([agent(model)]) { break }
    }

    @Test func `a stream that nobody reads is cancelled when it goes`() async throws {
        let gone = Gate()
        do {
            let canary = Canary(gone)
            let model = ScriptedModel([
                .answers { _ in
                    canary.sing()
                    return ModelResponse(output: [.text("Never read.")])
                }
            ])
            _ = try stream([agent(model)], bufferedEvents: 0)
        }
        await gone.wait()
    }

    @Test func `a reader that is cancelled cancels the run and reads on to its end`() async throws {
        let begun = Gate()
        let model = ScriptedModel([
            .answers { _ in
                begun.open()
                try await Task.sleep(for: .seconds(3_600))
                return ModelResponse(output: [])
            }
        ])
        let stream = try stream([agent(model)])

        let reader = Task {
            var last: RunEvent<Desk>?
            for await event in stream { last = event }
            return last?.line
        }
        await begun.wait()
        reader.cancel()

        #expect(await reader.value == "finished: cancelled")
    }

    @Test func `no text is told before the input has passed, and then all of it`() async throws {
        let asked = Gate()
        let model = ScriptedModel([
            .answers { _ in
                asked.open()
                return ModelResponse(output: [.text("Hello Ada.")])
            }
        ])
        let guardrail = InputGuardrail<Desk>("slow") { _ in
            await asked.wait()
            return .passed()
        }
        var lines: [String] = []
        for await event in try stream([agent(model, input: [guardrail])]) { lines.append(event.line) }

        let verdict = try #require(lines.firstIndex(of: "guardrail slow"))
        #expect(try #require(lines.firstIndex(of: "text Hello Ada.")) > verdict)
        #expect(try #require(lines.firstIndex(of: "message Hello Ada.")) > verdict)
    }

    @Test func `parts delivered before the verdict are held, in their order`() async throws {
        let passing = Gate()
        let model = HeldModel { passing.open() }
        let guardrail = InputGuardrail<Desk>("slow") { _ in
            await passing.wait()
            return .passed()
        }
        var text = ""
        for await event in try stream([agent(model, input: [guardrail])]) {
            if case .text(let part) = event { text += part }
        }
        #expect(text == "One two three.")
    }

    @Test(arguments: [true, false])
    func `of a run whose guardrail trips no word is told`(isInput: Bool) async throws {
        let turn = ScriptedModel.Turn.delivers(
            [.began, .text("Secret"), .refusal("words")], ModelResponse(output: [.text("Secret")]))
        let input = InputGuardrail<Desk>("trips") { _ in .tripped() }
        let output = OutputGuardrail<Desk>("trips") { _ in .tripped() }
        let agent = try agent(ScriptedModel([turn]), input: isInput ? [input] : [], output: isInput ? [] : [output])

        var lines: [String] = []
        for await event in try stream([agent]) { lines.append(event.line) }

        #expect(lines.last == "finished: guardrail_tripped")
        #expect(!lines.contains { $0.contains("Secret") || $0.contains("words") })
    }

    @Test func `of a guarded agent's text only the final one is told, whole`() async throws {
        let call = ToolCall(id: "c", name: "create_ticket", arguments: #"{"text": "A"}"#)
        let model = ScriptedModel([
            .delivers([.text("One moment.")], ModelResponse(output: [.text("One moment."), .toolCall(call)])),
            .delivers(
                [.text("Draft. "), .text("Do"), .text("ne.")],
                ModelResponse(output: [.text("Draft. "), .text("Done.")])
            ),
        ])
        let output = OutputGuardrail<Desk>("reads") { $0.text == "Done." ? .passed() : .tripped() }

        var lines: [String] = []
        for await event in try stream([agent(model, [.createTicket], output: [output])]) { lines.append(event.line) }

        #expect(lines.filter { $0.hasPrefix("text") } == ["text Done."])
        #expect(lines.filter { $0.hasPrefix("message") } == ["message Done."])
    }

    @Test func `the text of a model that delivers no parts comes in one`() async throws {
        var lines: [String] = []
        for await event in try stream([agent(ScriptedModel([.says("Hello.")]))]) { lines.append(event.line) }

        #expect(lines.filter { $0.hasPrefix("text") } == ["text Hello."])
    }
}

private final class Canary: Sendable {
    private let gone: Gate
    init(_ gone: Gate) { self.gone = gone }
    func sing() {}
    deinit { gone.open() }
}

/// Delivers many parts and counts those that were taken.
private struct CountingModel: Model {
    let name = "counting"
    let count: Int
    let delivered: Counter

    func respond(to request: ModelRequest, delivering deliver: ModelEventSink?) async throws -> ModelResponse {
        for _ in 0..<count {
            await deliver?(.text("x"))
            _ = delivered.next()
        }
        return ModelResponse(output: [.text("xs")])
    }
}

/// Delivers a part before the verdict and others after it may have come.
private struct HeldModel: Model {
    let name = "held"
    let onFirst: @Sendable () -> Void

    func respond(to request: ModelRequest, delivering deliver: ModelEventSink?) async throws -> ModelResponse {
        await deliver?(.text("One "))
        onFirst()
        await deliver?(.text("two "))
        await deliver?(.text("three."))
        return ModelResponse(output: [.text("One two three.")])
    }
}

extension RunEvent {
    fileprivate var line: String {
        switch self {
        case .agentStarted(let agent): "\(agent) starts"
        case .agentEnded(let agent, let ending): "\(agent) ends: \(ending?.label ?? "handed over")"
        case .text(let text): "text \(text)"
        case .item(.message(let message)): "message \(message.text)"
        case .item(.reasoning): "reasoning"
        case .item(.toolCalled(let call)): "call \(call.name)"
        case .item(.handoffRequested): "hand-off requested"
        case .item(.toolAnswered(let callID, _)): "output \(callID)"
        case .item(.handedOff(_, let agent)): "handed over to \(agent)"
        case .toolStarted(let call, _): "\(call.name) starts"
        case .toolEnded(let record): "\(record.name) ends"
        case .handedOff(let agent, let next): "\(agent) to \(next)"
        case .guardrailEnded(let record): "guardrail \(record.name)"
        case .used(let usage): "used \(usage.requests)"
        case .finished(let result): "finished: \(result.ending.label)"
        }
    }
}

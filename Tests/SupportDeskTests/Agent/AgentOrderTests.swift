import AgentRuntime
import Formats
import Foundation
import SupportDesk
import Testing

/// The tools hold their order against any model.
@Suite struct AgentOrderTests {
    private let company: Workspace

    init() throws { company = try WorkspaceLoader.load(DemoCompanyTests.folder) }

    @Test func `a reply before the ticket is refused`() async throws {
        let model = OrderModel(skipping: .ticket)
        var desk = Desk(.webForm, company: company, model: model)
        let outcome = try await desk.ask("How do I reset my password?")
        // The built-in model took over.
        #expect(outcome.toolCalls.first == "create_ticket")
        #expect(outcome.reply?.sources.isEmpty == false)
    }

    @Test func `a reply in place of a demanded hand-off is refused`() async throws {
        let model = OrderModel(skipping: .handOff)
        var desk = Desk(.email, company: company, model: model)
        let outcome = try await desk.ask("Our lawyer will sue you.")
        #expect(outcome.escalation?.reason == EscalationReason.legal)
    }

    @Test func `a price that a model states never leaves`() async throws {
        let model = OrderModel(skipping: .nothing, reply: "It costs $49 a month.")
        var desk = Desk(.webForm, company: company, model: model)
        let outcome = try await desk.ask("How do I reset my password?")
        #expect(outcome.reply?.content.contains("$49") == false)
    }

    @Test func `a model that fails is followed by the built-in one`() async throws {
        let model = ScriptedModel([.fails(ModelFault.emptyResponse)])
        var desk = Desk(.webForm, company: company, model: model)
        let outcome = try await desk.ask("How do I reset my password?")
        #expect(outcome.reply?.receipt["model"]?.string == "grounded")
        #expect(outcome.reply?.receipt["fallback"] == ["ending": "model_failed", "detail": "empty_answer"])
    }

    @Test func `calls of a model that doesn't count its tokens are on the receipt`() async throws {
        let model = OrderModel(skipping: .nothing)
        var desk = Desk(.webForm, company: company, model: model)
        let outcome = try await desk.ask("Thank you!")
        #expect(outcome.reply?.receipt["calls"]?.array?.isEmpty == false)
        #expect(outcome.reply?.receipt["tokens"] == ["input": 0, "output": 0])
    }

    @Test func `a model that only talks is followed by the built-in one`() async throws {
        let model = ScriptedModel([.says("Just reset it.")])
        var desk = Desk(.webForm, company: company, model: model)
        let outcome = try await desk.ask("How do I reset my password?")
        #expect(outcome.reply?.content.contains("Just reset it.") == false)
    }

    @Test func `a cancelled run throws and answers nothing`() async throws {
        let desk = Desk(.webForm, company: company)
        let work = desk.work(["How do I reset my password?"])
        let run = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await desk.agent.respond(to: work, covering: work.pending)
        }
        await #expect(throws: CancellationError.self) { try await run.value }
    }
}

/// Leaves a step out and then gives up.
private struct OrderModel: Model {
    enum Step { case ticket, handOff, nothing }

    let name = "hasty"
    let skipped: Step
    let reply: String

    init(skipping step: Step, reply: String = "Done.") {
        skipped = step
        self.reply = reply
    }

    func respond(to request: ModelRequest, delivering deliver: ModelEventSink?) async throws -> ModelResponse {
        let outputs = request.items.compactMap { item -> JSONValue? in
            if case .toolOutput(_, let output) = item { try? JSONValue(parsing: output) } else { nil }
        }
        guard outputs.count < 3 else { throw ModelFault.emptyResponse }
        let id = outputs.compactMap { $0["ticket_id"]?.string }.first
        if id == nil, skipped != .ticket {
            return call("create_ticket", createArguments(request))
        }
        let arguments: JSONValue = [
            "ticket_id": .string(id ?? "none"), "message": .string(reply), "channel": .string(channel(request)),
            "sources": [], "asks": nil,
        ]
        return call("send_response", arguments)
    }

    private func call(_ name: String, _ arguments: JSONValue) -> ModelResponse {
        ModelResponse(output: [.toolCall(ToolCall(id: "call_1", name: name, arguments: arguments.text))])
    }

    private func createArguments(_ request: ModelRequest) -> JSONValue {
        [
            "customer_id": .string(value("Customer", request)), "issue": "Something", "priority": nil, "category": nil,
            "channel": .string(channel(request)),
        ]
    }

    private func channel(_ request: ModelRequest) -> String {
        ["email", "whatsapp", "web_form"].first { request.instructions.contains("Channel: \($0)") } ?? "email"
    }

    /// The id in brackets behind the customer's name in the instructions.
    private func value(_ label: String, _ request: ModelRequest) -> String {
        let line = request.instructions.split(separator: "\n").first { $0.contains("\(label):") } ?? ""
        return String(line.split(separator: "(").last?.prefix { $0 != ")" } ?? "")
    }
}

import AgentRuntime
import Formats
import Foundation
import LanguageModels

/// One scenario from the customer's first words to the last answer.
struct ScenarioConversation {
    private(set) var session = Session<Scripted>(context: Scripted.Context())
    /// In the words of a stream's reader; consecutive parts of an answer are one.
    private(set) var events: [String] = []
    private(set) var spans: [JSONValue] = []
    /// Final output, last agent, items and usage of the last run, or its error.
    private(set) var outcome = JSONObject()

    private let scenario: Scenario
    private let team: AgentTeam<Scripted>
    private let wire: ModelWire
    private let streams: Bool
    private let log: ScenarioLog
    private var settings = RunSettings()

    init(_ scenario: Scenario, _ team: AgentTeam<Scripted>, wire: ModelWire, streams: Bool, log: ScenarioLog) {
        self.scenario = scenario
        self.team = team
        self.wire = wire
        self.streams = streams
        self.log = log
        if let maxTurns = scenario.maxTurns { settings.maxTurns = maxTurns }
    }

    mutating func hold() async {
        for (number, text) in scenario.inputs.enumerated() {
            let input = [InputMessage(id: "input-\(number)", text: text)]
            let (result, items) = await answer(input)
            session.record(input, result)
            if let error = result.ending.peerError {
                outcome = ["error": error]
                return
            }
            outcome = [
                "final_output": result.outputValue ?? result.ending.output, "last_agent": .string(result.lastAgent),
                "items": .array(items.map { .string($0) }), "usage": result.usage.peerTotals(),
            ]
        }
    }

    /// One run, gone on with as often as it waits for approval.
    private mutating func answer(_ input: [InputMessage]) async -> (RunResult<Scripted>, items: [String]) {
        var approvalsAt: [Int] = []
        var steps: [JournalEntry<Scripted>] = []
        while true {
            let trace = Trace(groupID: "g1", startedAt: Date(), origin: settings.clock.now)
            let recorder = RunRecorder(wantsParts: streams)
            let result = await Runner.run(
                team, input: input, session: session, trace: steps.start.map { resumed($0) } ?? trace,
                settings: settings, hooks: recorder, resuming: steps)
            events = recorder.events.reduce(into: events) { all, event in
                if event != RunRecorder.part || all.last != event { all.append(event) }
            }
            spans += TraceRendering(result, of: scenario, wire: wire, streams: streams).lines(isResumed: !steps.isEmpty)
            guard case .paused(let calls) = result.ending, let stored = try? result.journal.map({ try $0.json() }),
                let read = try? stored.map(JournalEntry<Scripted>.init(json:))
            else {
                var items = recorder.items
                for place in approvalsAt.reversed() { items.insert("tool_approval_item", at: place) }
                return (result, items)
            }
            log.note(["interrupted": .array(calls.map { .string($0.name) })])
            let place = (recorder.items.lastIndex(of: "tool_call_item") ?? -1) + 1
            approvalsAt += calls.map { _ in place }
            let decision =
                scenario.approves
                ? ApprovalDecision.approved(by: "person") : .rejected(by: "person", reason: "")
            steps = read + calls.map { .decided(callID: $0.id, decision) }
        }
    }

    private func resumed(_ start: RunStart) -> Trace {
        Trace(resuming: start, groupID: "g1", at: Date(), clock: settings.clock)
    }
}

extension [JournalEntry<Scripted>] {
    fileprivate var start: RunStart? {
        for case .started(let start) in self { return start }
        return nil
    }
}

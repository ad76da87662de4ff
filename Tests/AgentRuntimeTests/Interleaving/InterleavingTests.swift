import AgentRuntime
import Testing

/// Runs in which the test decides, at every step, who of those at work is done next.
@Suite(.timeLimit(.minutes(5)))
struct InterleavingTests {
    private static let flows: [[[String]]] = [
        [["text"]], [["refusal"]], [["failure"]], [["read"], ["text"]], [["read", "read2"], ["effect"], ["text"]],
        [["read", "effect", "read2"], ["text"]], [["outside"], ["text"]],
        [["transfer_to_second"], ["effect"], ["text"]],
        [["read", "transfer_to_second", "transfer_to_second"], ["text"]], [["asked", "read", "effect"]],
        [["reasoning", "text", "read", "unknown"], ["text"]], [["text", "final", "refusal"]],
    ]

    private static let guards: [[Play.Guard]] =
        [[]] + Play.Guard.Verdict.allCases.map { [Play.Guard(verdict: $0)] }
        + [
            [Play.Guard(verdict: .passes), Play.Guard(verdict: .trips)],
            [Play.Guard(verdict: .throwing), Play.Guard(verdict: .trips)],
            [Play.Guard(verdict: .passes, isBlocking: true), Play.Guard(verdict: .passes)],
            [Play.Guard(verdict: .passes, isBlocking: true), Play.Guard(verdict: .trips)],
            [Play.Guard(verdict: .trips, isBlocking: true), Play.Guard(verdict: .passes)],
            [Play.Guard(verdict: .passes, isOutput: true), Play.Guard(verdict: .trips, isOutput: true)],
            [Play.Guard(verdict: .passes), Play.Guard(verdict: .passes, isOutput: true)],
        ]

    @Test(arguments: flows, [nil, .cancel, .deadline] as [Play.Accident?])
    func `in whatever order things end, a run keeps its promises`(
        flow: [[String]], accident: Play.Accident?
    ) async throws {
        let sets = accident == nil ? Self.guards : Self.guards.filter { $0.count < 2 || $0[1].verdict == .trips }
        for guards in sets {
            for isHeedful in accident == nil ? [true] : [true, false] {
                let play = Play(turns: flow, guards: guards, isHeedful: isHeedful, accident: accident)
                var order = Order()
                repeat {
                    try await perform(play) { order.choose(of: $0) }
                } while order.advance(atMost: accident == nil ? 24 : 8)
            }
        }
    }

    @Test(arguments: 0..<60)
    func `larger runs in random order keep their promises too`(seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let words = [
            "read", "read2", "effect", "final", "outside", "asked", "transfer_to_second", "transfer_to_first", "text",
            "reasoning", "unknown",
        ]
        let turns = (0..<9).map { _ in
            (0..<Int.random(in: 1...6, using: &random)).map { _ in words.randomElement(using: &random) ?? "text" }
        }
        let guards = (0..<Int.random(in: 0...4, using: &random)).map { _ in
            Play.Guard(
                verdict: Int.random(in: 0..<4, using: &random) > 0 ? .passes : .allCases.randomElement(using: &random)!,
                isBlocking: Bool.random(using: &random), isOutput: Int.random(in: 0..<4, using: &random) == 0)
        }
        let play = Play(
            turns: turns, guards: guards, isHeedful: Bool.random(using: &random),
            accident: [nil, nil, .cancel, .deadline].randomElement(using: &random)!)
        try await perform(play) { Int.random(in: 0..<$0, using: &random) }
    }

    /// Performs a run; each time all is quiet, the choice says which of so many goes on.
    private func perform(_ play: Play, choose: (Int) -> Int) async throws {
        let stage = Stage(isHeedful: play.isHeedful)
        let clock = VirtualClock()
        let run = Task {
            defer { stage.end() }
            return try await play.run(on: stage, clock: clock)
        }
        var accident = play.accident
        var orders: [String] = []
        while let waiting = await stage.settled() {
            let choices = waiting + (accident.map { [$0.rawValue] } ?? [])
            let choice = choices[choose(choices.count)]
            orders.append(choice)
            switch choice {
            case "cancel": run.cancel()
            case "deadline": clock.advance(by: .seconds(60))
            default: stage.release(choice)
            }
            if choice == accident?.rawValue { accident = nil }
        }
        let result = try await run.value
        let count = stage.log.count
        check(result, stage.log, play, happened: play.accident != nil && accident == nil, "\(play) \(orders)")
        #expect(stage.log.count == count, "nothing goes on after the run")
    }

    private func check(
        _ result: RunResult<Desk>, _ log: [String], _ play: Play, happened accident: Bool, _ comment: Comment
    ) {
        let open = unanswered(result.items)
        if case .paused(let calls) = result.ending {
            let isHandoff = open.filter { id in
                result.items.contains {
                    if case .toolCall(let call) = $0 { call.id == id && call.name.hasPrefix("transfer") } else { false }
                }
            }
            #expect(open.filter { !isHandoff.contains($0) } == calls.map(\.id), comment)
        } else {
            #expect(open.isEmpty, comment)
        }
        #expect(result.usage.requests == log.count { $0 == "answered" }, comment)
        #expect(result.modelCalls.count == result.usage.requests, comment)
        expectValidTree(result.trace)
        #expect(HistoryLimit().trim(result.items) == result.items || !open.isEmpty, comment)

        for what in ["model 0", "model 1", "read", "effect", "outside", "hook agent", "hook model", "hook tool"] {
            #expect(log.count { $0 == "\(what) begins" } == log.count { $0 == "\(what) ends" }, comment)
        }
        // Neither an effect nor a word before the verdict, nothing at all after a trip.
        let guards = play.guards.filter { !$0.isOutput }
        let verdict = log.lastIndex { $0 == "input passes" }
        let passes = log.count { $0 == "input passes" } == guards.count
        for (index, line) in log.enumerated() where line == "effect happens" || line == "shown" {
            #expect(passes && (guards.isEmpty || index > verdict ?? .max), comment)
        }
        if let trip = log.firstIndex(where: { $0 == "input trips" || $0 == "input throwing" }) {
            // The first model call and reads may begin at the very moment of a trip, but not once it is known.
            let known = log.firstIndex(of: "hook guardrail stops") ?? log.endIndex
            let begun = log[trip...].filter { $0.hasPrefix("model") && $0.hasSuffix("begins") }
            #expect(begun.isEmpty || begun == ["model 0 begins"], comment)
            #expect(
                !log[known...].contains { $0.hasSuffix("begins") && ($0.hasPrefix("read") || $0.hasPrefix("model")) },
                comment)
            #expect(result.effects.isEmpty, comment)
        }
        if log.contains("output trips") || log.contains("output throwing") { #expect(!log.contains("shown"), comment) }
        if !accident { expectRightEnding(result.ending, log, play, comment) }
    }

    /// Without an accident the ending says what really happened.
    private func expectRightEnding(_ ending: RunEnding, _ log: [String], _ play: Play, _ comment: Comment) {
        let stops = log.filter { ["input trips", "output trips", "input throwing", "output throwing"].contains($0) }
        switch ending {
        case .guardrailTripped: #expect(stops.contains { $0.hasSuffix("trips") }, comment)
        case .guardrailFailed: #expect(stops.contains { $0.hasSuffix("throwing") }, comment)
        case .modelFailed(let error): #expect(error is Failure || error is ModelFault || error is ScriptError, comment)
        default: #expect(stops.isEmpty, comment)
        }
    }
}

/// Goes through all orders: the first choices stay while the last is changed.
private struct Order {
    private var taken: [(choice: Int, count: Int)] = []
    private var depth = 0
    private var rounds = 0

    mutating func choose(of count: Int) -> Int {
        defer { depth += 1 }
        if depth < taken.count { return min(taken[depth].choice, count - 1) }
        taken.append((0, count))
        return 0
    }

    /// - Returns: whether there is another order.
    mutating func advance(atMost limit: Int) -> Bool {
        rounds += 1
        taken = Array(taken.prefix(depth))
        depth = 0
        while let last = taken.popLast() {
            guard last.choice + 1 < last.count else { continue }
            taken.append((last.choice + 1, last.count))
            return rounds < limit
        }
        return false
    }
}

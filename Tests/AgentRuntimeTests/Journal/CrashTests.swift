import AgentRuntime
import Formats
import Testing

/// Interrupts runs at every point of their journals and goes on.
@Suite(.timeLimit(.minutes(5)))
struct CrashTests {
    @Test(arguments: CrashFlow.all)
    func `a run resumed from any point of its journal comes to the same end, and nothing is done twice`(
        flow: CrashFlow
    ) async throws {
        let whole = try await uninterrupted(flow)

        for count in 0...whole.entries.count {
            let prefix = Array(whole.entries.prefix(count))
            for (done, undone) in worlds(after: prefix) {
                let world = OutsideWorld(done: done)
                let journal = try MemoryJournal(prefix)

                let result = try await finish(flow, world, resuming: prefix, journal: journal)

                expectSame(result, whole.result, "\(count) entries, outside \(undone)")
                #expect(world.charges == whole.charges)
                #expect(try timeless(journal.entries) == timeless(whole.entries))
            }
        }
    }

    @Test(arguments: CrashFlow.all)
    func `a run whose journal fails at any append does nothing further, and can be resumed`(
        flow: CrashFlow
    ) async throws {
        let whole = try await uninterrupted(flow)

        for append in 1...whole.appends {
            let world = OutsideWorld()
            let journal = try MemoryJournal(failingAppend: append)
            let failed = try await finish(flow, world, resuming: [], journal: journal)

            guard case .journalFailed(let error) = failed.ending else { throw Failure() }
            #expect(error is Failure)
            #expect(journal.appends == append)
            #expect(unanswered(failed.items).isEmpty)
            let steps = try journal.entries
            let charged = steps.count { if case .intended = $0 { true } else { false } }
            #expect(world.charges.count == charged, "what isn't intended isn't begun")

            let result = try await finish(flow, world, resuming: steps, journal: try MemoryJournal(steps))

            expectSame(result, whole.result, "append \(append)")
            #expect(world.charges == whole.charges)
        }
    }

    @Test(arguments: CrashFlow.all)
    func `a call whose effect can't be seen ends the run for a person, however often it is resumed`(
        flow: CrashFlow
    ) async throws {
        let whole = try await uninterrupted(flow)

        for count in whole.entries.indices {
            guard case .intended(let callID) = whole.entries[count] else { continue }
            let prefix = Array(whole.entries[...count])
            let world = OutsideWorld(done: worlds(after: prefix)[0].done, sight: .blurred)
            let before = world.charges
            let journal = try MemoryJournal(prefix)

            var steps = prefix
            for _ in 1...2 {
                let result = try await finish(flow, world, resuming: steps, journal: journal)

                guard case .effectUnverified(let calls) = result.ending else { throw Failure() }
                #expect(calls.map(\.id) == [callID])
                #expect(unanswered(result.items).isEmpty)
                #expect(world.charges == before)
                steps = try journal.entries
            }

            let seen = OutsideWorld(done: Set(before.keys))
            let result = try await finish(flow, seen, resuming: steps, journal: journal)
            expectSame(result, whole.result, "\(count) entries, seen at last")
            #expect(seen.charges == whole.charges)
        }
    }

    @Test func `a call that a person rejects is answered so, and the run goes on`() async throws {
        let flow = try #require(CrashFlow.all.first { $0.name == "approval" })
        let world = OutsideWorld()
        let paused = try await flow.run(world, journal: try MemoryJournal())
        guard case .paused(let calls) = paused.ending else { throw Failure() }

        let steps = paused.journal + [.decided(callID: calls[0].id, .rejected(by: "Eve", reason: "Too much."))]
        let result = try await flow.run(world, resuming: steps, journal: try MemoryJournal(steps))

        #expect(result.ending.finalText == "Done.")
        let rejected = try #require(result.toolCalls.first { $0.callID == calls[0].id })
        #expect(rejected.failure == .notApproved(reason: "Too much."))
        #expect(world.charges.count == 1)
        #expect(unanswered(result.items).isEmpty)
    }

    // MARK: Helpers

    private struct Whole {
        let result: RunResult<Desk>
        let entries: [JournalEntry<Desk>]
        let charges: [String: Int]
        let appends: Int
    }

    private func uninterrupted(_ flow: CrashFlow) async throws -> Whole {
        let world = OutsideWorld()
        let journal = try MemoryJournal()
        let result = try await finish(flow, world, resuming: [], journal: journal)
        // What happened after the last append is in the result alone.
        let entries = try journal.entries
        #expect(world.charges.values.allSatisfy { $0 == 1 })
        #expect(result.ending.isComplete)
        return Whole(result: result, entries: entries, charges: world.charges, appends: journal.appends)
    }

    /// Runs, and approves whatever has to be.
    private func finish(
        _ flow: CrashFlow, _ world: OutsideWorld, resuming steps: [JournalEntry<Desk>], journal: MemoryJournal
    ) async throws -> RunResult<Desk> {
        let result = try await flow.run(world, resuming: steps, journal: journal)
        guard case .paused(let calls) = result.ending else { return result }
        #expect(unanswered(result.items) == calls.map(\.id))
        for call in calls { try journal.keep(.decided(callID: call.id, .approved(by: "Eve"))) }
        return try await finish(flow, world, resuming: try journal.entries, journal: journal)
    }

    /// Outside, what was intended last may have happened or not.
    private func worlds(after entries: [JournalEntry<Desk>]) -> [(done: Set<String>, undone: String)] {
        var runID = ""
        var done: Set<String> = []
        var open: String?
        for entry in entries {
            switch entry {
            case .started(let start): runID = start.runID
            case .intended(let callID): open = callID
            case .finished(let call) where call.callID == open:
                done.insert("\(runID)/\(call.callID)")
                open = nil
            default: break
            }
        }
        guard let open else { return [(done, "as known")] }
        return [(done, "not yet"), (done.union(["\(runID)/\(open)"]), "already")]
    }

    /// Without those of agents that are guardrails: of them a journal has only the sum.
    private func ownSpans(_ trace: Trace) -> [String] {
        var foreign = Set(trace.spans.filter { $0.kind == .guardrail }.map(\.id))
        return trace.spans.filter { span in
            guard let parent = span.parent, foreign.contains(parent) else { return true }
            foreign.insert(span.id)
            return false
        }.map(\.name)
    }

    /// The stored form, but for the times of what was done anew.
    private func timeless(_ entries: [JournalEntry<Desk>]) throws -> [JSONValue] {
        try entries.map { entry in
            guard case .object(var object) = try entry.json() else { throw Failure() }
            object["start_us"] = nil
            object["guardrails"] = nil
            return .object(object)
        }
    }

    private func expectSame(_ result: RunResult<Desk>, _ whole: RunResult<Desk>, _ comment: Comment) {
        #expect(result.ending.label == whole.ending.label, comment)
        if case .stoppedAfter(let tool, let output) = result.ending, case .stoppedAfter(tool, output) = whole.ending {
        } else {
            #expect(result.ending.finalText == whole.ending.finalText, comment)
        }
        #expect(result.items == whole.items, comment)
        #expect(result.effects == whole.effects, comment)
        #expect(result.context == whole.context, comment)
        #expect(result.usage == whole.usage, comment)
        #expect(result.lastAgent == whole.lastAgent, comment)
        #expect(result.toolCalls.map(\.callID) == whole.toolCalls.map(\.callID), comment)
        #expect(result.toolCalls.map { $0.failure?.code } == whole.toolCalls.map { $0.failure?.code }, comment)
        #expect(result.guardrails.map(\.name) == whole.guardrails.map(\.name), comment)
        #expect(ownSpans(result.trace) == ownSpans(whole.trace), comment)
        expectValidTree(result.trace)
    }
}

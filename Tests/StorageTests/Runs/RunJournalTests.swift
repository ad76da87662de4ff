import Formats
import SQL
import Storage
import SupportDesk
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2))) struct RunJournalTests {
    @Test(arguments: DatabaseBackend.allCases)
    func `steps come back as they were written, in their order`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            try await desk.submit()
            let work = try #require(try await desk.claimNext())
            let before = try await desk.journals.steps(under: work.claim)

            try await desk.journals.append([.step("started"), .step("answered")], under: work.claim)
            try await desk.journals.append([], under: work.claim)
            try await desk.journals.append([.step("finished")], under: work.claim)

            let steps = try await desk.journals.steps(under: work.claim)
            #expect(before == [])
            #expect(steps.map(\.text) == ["started", "answered", "finished"].map { JSONValue.step($0).text })
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `who claims after a crash goes on with the steps that were taken`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            try await desk.submit()
            let dead = try #require(try await desk.claimNext())
            try await desk.journals.append([.step("started"), .step("answered")], under: dead.claim)
            desk.time.advance(by: 11)
            _ = try await desk.queue.heartbeat(of: .sample(2))

            let next = try #require(try await desk.claimNext(for: .sample(2)))
            let found = try await desk.journals.steps(under: next.claim)
            try await desk.journals.append([.step("finished")], under: next.claim)

            #expect(found == [.step("started"), .step("answered")])
            #expect(try await desk.journals.steps(under: next.claim).count == 3)
            let epochs = try await desk.words("SELECT CAST(epoch AS text) FROM run_journal ORDER BY number")
            #expect(epochs == [dead, dead, next].map { "\($0.claim.epoch)" })
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `steps stay while the run is tried again`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            try await desk.submit()
            let first = try #require(try await desk.claimNext())
            try await desk.journals.append([.step("started")], under: first.claim)
            try await desk.queue.retryLater(
                first.pending.map(\.inbound), at: desk.time.now, cause: .sample, under: first.claim)
            _ = try await desk.queue.sweep()

            let second = try #require(try await desk.claimNext())

            #expect(try await desk.journals.steps(under: second.claim) == [.step("started")])
        }
    }

    @Test(arguments: DatabaseBackend.allCases, [WorkerID.sample(1), .sample(2)])
    func `under an epoch that was raised a journal is neither read nor changed`(
        backend: DatabaseBackend, next: WorkerID
    ) async throws {
        try await backend.withDesk { desk in
            try await desk.submit()
            let old = try #require(try await desk.claimNext())
            try await desk.journals.append([.step("started")], under: old.claim)
            try await desk.queue.release(old.claim)
            let new = try #require(try await desk.claimNext(for: next))

            await #expect(throws: ClaimLost.self) { _ = try await desk.journals.steps(under: old.claim) }
            await #expect(throws: ClaimLost.self) {
                try await desk.journals.append([.step("late"), .step("later")], under: old.claim)
            }
            await #expect(throws: ClaimLost.self) { try await desk.journals.discard(under: old.claim) }

            #expect(try await desk.journals.steps(under: new.claim) == [.step("started")])
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a claim of a conversation that isn't there is lost`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let claim = Claim(conversation: desk.desk.ids.new(), worker: .sample(1), epoch: 1, isAlone: false)

            await #expect(throws: ClaimLost.self) { _ = try await desk.journals.steps(under: claim) }
            await #expect(throws: ClaimLost.self) { try await desk.journals.append([.step("one")], under: claim) }
            await #expect(throws: ClaimLost.self) { try await desk.journals.discard(under: claim) }
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `all steps of an append are kept or none`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            try await desk.submit()
            let work = try #require(try await desk.claimNext())

            await #expect(throws: SQLError.self) {
                // What no database can hold.
                try await desk.journals.append([.step("started"), .step("\u{0}")], under: work.claim)
            }

            #expect(try await desk.journals.steps(under: work.claim) == [])
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a journal can be discarded and begun anew`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            try await desk.submit()
            let work = try #require(try await desk.claimNext())
            try await desk.journals.append([.step("old")], under: work.claim)

            try await desk.journals.discard(under: work.claim)
            try await desk.journals.append([.step("new")], under: work.claim)

            #expect(try await desk.journals.steps(under: work.claim) == [.step("new")])
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `the commit ends the journal of its run alone`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            try await desk.submit(.sample(key: "one"))
            try await desk.submit(.sample(key: "two"))
            let one = try #require(try await desk.claimNext())
            let two = try #require(try await desk.claimNext())
            for work in [one, two] { try await desk.journals.append([.step("started")], under: work.claim) }
            var outcome = RunOutcome.sample(answering: one)
            outcome.isJournaled = true

            try await desk.queue.commit(outcome, under: one.claim)

            let left = try await desk.words("SELECT CAST(conversation_id AS text) FROM run_journal")
            #expect(left == [two.claim.conversation.description])
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a run without a journal asks for none`(backend: DatabaseBackend) async throws {
        let statements = Box<[String]>([])
        var setting = DeskSetting()
        setting.options.onPrepare = { sql in statements.change { $0.append(sql.description) } }
        setting.changePostgres = { $0.onPrepare = { sql in statements.change { $0.append(sql.description) } } }
        try await backend.withDesk(setting) { desk in
            statements.value = []

            try await desk.submit()
            try await desk.answerNext()

            #expect(statements.value.contains { $0.contains("answer_inputs") })
            #expect(!statements.value.contains { $0.contains("run_journal") || $0.contains("spending") })
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a dead letter ends the journal`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            try await desk.submit()
            let work = try #require(try await desk.claimNext())
            try await desk.journals.append([.step("started")], under: work.claim)

            try await desk.queue.deadLetter(.sample(work.pending[0].inbound), under: work.claim)

            #expect(try await desk.number("SELECT count(*) FROM run_journal") == 0)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `what a teammate takes, resolves or closes has no journal`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let acts: [(TestDesk, ID<Ticket>) async throws -> Void] = [
                { try await $0.teammates.take($1, by: "kim") },
                { try await $0.teammates.resolve($1, by: "kim", notes: nil) },
                { try await $0.teammates.close($1, by: "kim") },
            ]
            for (number, act) in acts.enumerated() {
                let receipt = try await desk.submit(.sample(key: "\(number)"))
                let work = try #require(try await desk.claimNext())
                try await desk.journals.append([.step("started")], under: work.claim)

                try await act(desk, receipt.ticket)

                await #expect(throws: ClaimLost.self) {
                    try await desk.journals.append([.step("late")], under: work.claim)
                }
                #expect(try await desk.number("SELECT count(*) FROM run_journal") == 0)
            }
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `the sweep ends a journal that was left behind, no other`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            try await desk.submit(.sample(key: "left"))
            let left = try #require(try await desk.claimNext())
            try await desk.submit(.sample(key: "due"))
            let due = try #require(try await desk.claimNext())
            try await desk.submit(.sample(key: "claimed"))
            let claimed = try #require(try await desk.claimNext())
            for work in [left, due, claimed] { try await desk.journals.append([.step("one")], under: work.claim) }
            // By a program that knew of no journal.
            try await desk.queue.commit(.sample(answering: left), under: left.claim)
            try await desk.queue.release(due.claim)

            _ = try await desk.queue.sweep()

            let kept = try await desk.words("SELECT CAST(conversation_id AS text) FROM run_journal ORDER BY 1")
            #expect(kept == [due, claimed].map(\.claim.conversation.description).sorted())
        }
    }
}

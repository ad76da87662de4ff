import FoundationEssentials
import SQL
import Storage
import SupportDesk
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct FailingRunTests {
    @Test func `a killer of runs is given up after a minute, and its neighbours are answered`() async throws {
        let responder = ScriptedResponder(isBroken: { $0.contains("bad") })
        try await withBench(responder: responder) { bench in
            let receipt = try await bench.desk.submit(.sample(key: "bad", content: "bad"))
            try await bench.desk.reply(.sample(key: "good", "good"), to: receipt.link)
            let start = bench.desk.time.now
            try await bench.working {
                while bench.queue.count(of: .deadLettered) == 0 {
                    let runs = bench.responder.batches.count
                    try await bench.queue.reached(.retried, runs)
                    try await bench.waitForNextTry()
                    try await bench.responder.begun(runs + 1)
                    if bench.responder.batches.last == ["bad"] { try await bench.queue.reached(.deadLettered) }
                }
                try await bench.queue.reached(.committed)
            }

            let together = bench.responder.batches.prefix { $0 == ["bad", "good"] }
            #expect(together.count == 7, "tries after 2, 4, 8, 16, 32 and 52 seconds, on a heartbeat each")
            #expect(bench.responder.batches.dropFirst(together.count) == [["bad"], ["good"]])
            let waited = bench.desk.time.now.timeIntervalSince(start)
            #expect((60...80).contains(waited))
            let page = try #require(try await bench.desk.pages.ticket(at: receipt.link))
            #expect(page.messages.map(\.role) == [.customer, .customer, .system, .agent])
            #expect(page.messages[2].content == "We're sorry.")
            let letters = try await bench.desk.deadLetters.deadLetters(limit: 10)
            #expect(letters.map(\.content) == ["bad"])
            #expect(letters.map(\.cause) == [FailureCause(kind: "run_failed", detail: "Broken")])
            #expect(bench.exposition.contains("fte_runs_failed_total 8"))
        }
    }

    @Test func `a run that fails in an outage counts as no try, and is begun again when it is over`() async throws {
        let queue = Box<WatchedQueue?>(nil)
        let responder = ScriptedResponder(
            isBroken: { _ in queue.value?.isAway == true },
            meanwhile: { _ in if queue.value?.count(of: .failed) == 0 { queue.value?.isAway = true } })
        try await withBench(responder: responder) { bench in
            queue.value = bench.queue
            try await bench.desk.submit()
            try await bench.working {
                try await bench.queue.reached(.failed)
                bench.queue.isAway = false

                try await bench.nextBeat()
                try await bench.queue.reached(.released)
                try await bench.queue.reached(.committed)
            }

            #expect(bench.responder.batches.count == 2)
            let tries = try await bench.desk.number("SELECT tries FROM inbound")
            #expect(tries == 0)
        }
    }

    @Test(arguments: [SQLError.unavailable(reason: "it restarts"), .full])
    func `a run that an outage cut off counts as no try, though the failure could be noted`(
        outage: SQLError
    ) async throws {
        let responder = ScriptedResponder(meanwhile: { work in
            if work.claim.epoch == 1 { throw outage }
        })
        try await withBench(responder: responder) { bench in
            try await bench.desk.submit()
            try await bench.working {
                try await bench.responder.begun(1)
                try await bench.nextBeat()
                try await bench.queue.reached(.released)
                try await bench.queue.reached(.committed)
            }

            #expect(bench.queue.count(of: .retried) == 0)
            #expect(bench.responder.batches.count == 2)
            let tries = try await bench.desk.number("SELECT tries FROM inbound")
            #expect(tries == 0)
        }
    }

    @Test(arguments: [-60.0, 60]) func `a host's wrong clock makes no patience longer or shorter`(ahead: TimeInterval)
        async throws
    {
        let responder = ScriptedResponder(isBroken: { _ in true })
        try await withBench(responder: responder, ahead: ahead) { bench in
            try await bench.desk.submit()
            let start = bench.desk.time.now
            try await bench.working {
                while bench.queue.count(of: .deadLettered) == 0 {
                    let runs = bench.responder.batches.count
                    try await bench.queue.reached(.retried, runs)
                    try await bench.waitForNextTry()
                    try await bench.responder.begun(runs + 1)
                    if bench.desk.time.now.timeIntervalSince(start) >= 62 {
                        try await bench.queue.reached(.deadLettered)
                    }
                }
            }

            #expect(bench.responder.batches.count == 8, "after 2, 4, 8, 16, 32, 52 and 72 seconds, on a heartbeat each")
        }
    }

    @Test func `a message that brought its process down three times alone is given up unread`() async throws {
        try await withBench { bench in
            try await bench.desk.submit()
            try await bench.desk.database.write { tx in
                try tx.execute("UPDATE inbound SET cut_offs = 2, crashes = 3")
                try tx.execute("UPDATE claims SET is_suspect = 1")
            }
            try await bench.working { try await bench.queue.reached(.deadLettered) }

            #expect(bench.responder.batches.isEmpty)
            let letters = try await bench.desk.deadLetters.deadLetters(limit: 1)
            #expect(letters.map(\.cause.kind) == ["crash"])
        }
    }

    @Test func `a message under suspicion runs with nothing beside it`() async throws {
        try await withBench(width: 4) { bench in
            try await bench.desk.submit(.sample(key: "killer", content: "killer"))
            try await bench.desk.suspectAll()
            for key in ["one", "two"] { try await bench.desk.submit(.sample(key: key, content: key)) }
            bench.responder.hold()
            try await bench.working {
                try await bench.responder.begun(2)
                try await bench.desk.submit(.sample(key: "three", content: "three"))
                try await bench.nextBeat()
                #expect(bench.responder.batches.count == 2)

                bench.responder.letGo(holdingLater: true)
                try await bench.responder.begun(3)
                #expect(bench.responder.batches.last == ["killer"])
                #expect(bench.queue.count(of: .committed) == 2)

                try await bench.desk.submit(.sample(key: "four", content: "four"))
                try await bench.nextBeat()
                #expect(bench.responder.batches.count == 3)

                bench.responder.letGo()
                try await bench.queue.reached(.committed, 5)
            }
            #expect(bench.responder.batches.suffix(2).sorted { $0[0] < $1[0] } == [["four"], ["three"]])
        }
    }

    @Test func `suspects and others take turns`() async throws {
        try await withBench(width: 1) { bench in
            for number in 0..<3 { try await bench.desk.submit(.sample(key: "s\(number)", content: "suspect")) }
            try await bench.desk.suspectAll()
            for number in 0..<3 { try await bench.desk.submit(.sample(key: "o\(number)", content: "other")) }
            try await bench.working { try await bench.queue.reached(.committed, 6) }

            let order = bench.responder.batches.map { $0[0] }
            #expect(order == ["other", "suspect", "other", "suspect", "other", "suspect"])
        }
    }
}

extension ProcessorBench {
    /// Beats until the failed conversation is due again.
    fileprivate func waitForNextTry() async throws {
        let due = try await desk.database.read { tx in
            try tx.row("SELECT ready_at FROM claims") { try $0.timeOrNil(0) } ?? nil
        }
        guard let due else { return }
        while desk.time.now < due { try await nextBeat() }
    }
}

extension TestDesk {
    /// Makes everything that waits look as if two crashes had cut it off.
    fileprivate func suspectAll() async throws {
        try await database.write { tx in
            try tx.execute("UPDATE inbound SET cut_offs = 2 WHERE state = 'pending'")
            try tx.execute("UPDATE claims SET is_suspect = 1 WHERE owner IS NULL")
        }
    }

    /// Leaves what waits without a time at which it is due.
    func forgetWork() async throws {
        try await database.write { try $0.execute("UPDATE claims SET ready_at = NULL") }
    }
}

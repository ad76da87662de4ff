import FoundationEssentials
import SQL
import Storage
import SupportDesk
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct MessageProcessorTests {
    @Test func `what waits at the start and what comes later is answered`() async throws {
        try await withBench { bench in
            try await bench.desk.submit(.sample(key: "before"))
            try await bench.working {
                try await bench.queue.reached(.committed)

                try await bench.desk.submit(.sample(key: "later"))
                try await bench.queue.reached(.committed, 2)
            }

            #expect(try await bench.desk.words("SELECT state FROM inbound") == ["done", "done"])
        }
    }

    @Test func `no more conversations run at once than the width`() async throws {
        try await withBench(width: 3) { bench in
            bench.responder.hold()
            for number in 0..<10 { try await bench.desk.submit(.sample(key: "\(number)")) }
            try await bench.working {
                try await bench.responder.begun(3)
                try await bench.desk.submit(.sample(key: "a wake-up"))
                let owned = try await bench.desk.number("SELECT count(*) FROM claims WHERE owner IS NOT NULL")
                bench.responder.letGo()
                try await bench.queue.reached(.committed, 11)

                #expect(owned == 3)
            }

            #expect(bench.responder.mostAtOnce <= 3)
        }
    }

    @Test func `a drained processor finishes what began and takes no more`() async throws {
        try await withBench(width: 2) { bench in
            bench.responder.hold()
            for number in 0..<3 { try await bench.desk.submit(.sample(key: "\(number)")) }
            try await bench.working {
                try await bench.responder.begun(2)
                bench.processor.drain()
                bench.responder.letGo()
                try await bench.queue.reached(.retired)
            }

            let states = try await bench.desk.words("SELECT state FROM inbound ORDER BY received_at, id")
            let workers = try await bench.desk.number("SELECT count(*) FROM workers")
            #expect(states == ["done", "done", "pending"])
            #expect(workers == 0)
        }
    }

    @Test func `a processor that is drained before it starts takes nothing`() async throws {
        try await withBench { bench in
            try await bench.desk.submit()
            bench.processor.drain()

            await bench.processor.run()

            #expect(bench.responder.batches.isEmpty)
            #expect(bench.queue.count(of: .retired) == 1)
        }
    }

    @Test func `an answer under a lost claim is discarded`() async throws {
        let desk = Box<TestDesk?>(nil)
        let ticket = Box<ID<Ticket>?>(nil)
        let responder = ScriptedResponder(meanwhile: { _ in
            if let desk = desk.value, let ticket = ticket.value {
                try await desk.teammates.take(ticket, by: "kim")
            }
        })
        try await withBench(responder: responder) { bench in
            desk.value = bench.desk
            ticket.value = try await bench.desk.submit().ticket
            try await bench.working { try await bench.queue.reached(.lost) }

            #expect(try await bench.desk.words("SELECT role FROM messages") == ["customer"])
            #expect(bench.exposition.contains("fte_runs_discarded_total 1"))
            #expect(bench.queue.count(of: .retried) == 0)
        }
    }

    @Test func `a cancelled processor stops its runs and gives their claims back`() async throws {
        try await withBench { bench in
            bench.responder.hold()
            try await bench.desk.submit()
            let run = Task { await bench.processor.run() }
            try await bench.responder.begun(1)

            run.cancel()
            await run.value

            #expect(bench.queue.count(of: .released) == 1)
            let work = try #require(try await bench.desk.claimNext(for: .sample(2)))
            #expect(work.pending.map(\.tries) == [0])
            let counted = try await bench.desk.number("SELECT sum(cut_offs + crashes) FROM inbound")
            let workers = try await bench.desk.words("SELECT id FROM workers")
            #expect(counted == 0)
            #expect(workers == [WorkerID.sample(2).description])
        }
    }

    @Test func `work is looked for again when a database that was away returns`() async throws {
        try await withBench { bench in
            bench.queue.isAway = true
            try await bench.working {
                // The first heartbeat and the first look.
                try await bench.queue.reached(.failed, 2)
                try await bench.desk.submit()
                bench.queue.isAway = false

                try await bench.nextBeat()
                try await bench.queue.reached(.committed)
            }
            #expect(bench.responder.batches.count == 1)
        }
    }

    @Test func `what was claimed without knowing it is released and claimed again`() async throws {
        try await withBench { bench in
            try await bench.desk.submit()
            bench.queue.losesClaimsAnswers = true
            try await bench.working {
                try await bench.queue.reached(.failed)
                bench.queue.losesClaimsAnswers = false

                try await bench.nextBeat()
                try await bench.queue.reached(.committed)
            }
            #expect(bench.queue.count(of: .releasedUnknown) == 1)
            #expect(bench.responder.batches.count == 1)
        }
    }

    @Test func `messages that everybody forgot are found within a minute or two`() async throws {
        try await withBench { bench in
            try await bench.desk.submit()
            try await bench.desk.forgetWork()
            try await bench.working {
                for _ in 0..<30 { try await bench.nextBeat() }
                try await bench.queue.reached(.swept)
                let early = bench.responder.batches.count
                for _ in 0..<30 { try await bench.nextBeat() }
                try await bench.queue.reached(.committed)

                #expect(early == 0)
            }
        }
    }

    @Test func `every answer is counted, with its wait`() async throws {
        try await withBench { bench in
            try await bench.desk.submit()
            try await bench.working { try await bench.queue.reached(.committed) }

            let text = bench.exposition
            #expect(text.contains(#"fte_messages_processed_total{channel="web_form",escalated="no"} 1"#))
            #expect(text.contains(#"fte_answer_seconds_count{channel="web_form"} 1"#))
        }
    }
}

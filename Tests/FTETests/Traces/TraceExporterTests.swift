import AgentRuntime
import Formats
import HTTPClient
import Telemetry
import Testing

@testable import fte

@Suite(.timeLimit(.minutes(1))) struct TraceExporterTests {
    @Test func `spans go to the collector once the interval is over`() async throws {
        let export = Export(StandInCollector())

        try await export.run {
            export.exporter.add(.sample())
            export.exporter.add(.sample)
            await export.tick()
            try await export.collector.requests(1)
        }

        let request = try #require(export.collector.requests.first)
        #expect(request.method == .post)
        #expect(request.url == "http://collector.example:4318/v1/traces")
        #expect(request.headers["content-type"] == "application/json")
        #expect(request.headers["x-key"] == "secret")
        #expect(try export.collector.batches.map(\.count) == [5])
        #expect(export.exported == "5")
        #expect(export.dropped == "0")
    }

    @Test func `a full batch doesn't wait for the interval`() async throws {
        let export = Export(StandInCollector())

        try await export.run {
            export.add(256)
            try await export.collector.requests(1)
        }

        #expect(try export.collector.batches.map(\.count) == [256])
    }

    @Test func `many spans go in batches, in their order`() async throws {
        let export = Export(StandInCollector())
        export.add(600)

        await export.run {}

        let batches = try export.collector.batches
        #expect(batches.map(\.count) == [256, 256, 88])
        let numbers = batches.joined().map { $0["attributes"]?[1]?["value"]?["intValue"]?.string }
        #expect(numbers == (0..<600).map { "\($0)" })
    }

    @Test func `what doesn't fit is dropped and counted, and nobody waits for a dead collector`() async throws {
        var settings = TraceExporter.Settings()
        settings.queue = 100
        settings.batch = 40
        let export = Export(StandInCollector(.silent, .fails(.timedOut(.deadline))), settings)

        try await export.run {
            export.add(40)
            try await export.collector.requests(1)
            // The first batch is on its way and never answered; these return all the same.
            export.add(130)
            #expect(export.dropped == "30")
        }

        #expect(export.exported == "0")
        #expect(export.dropped == "170")
    }

    @Test(arguments: [429, 502, 503, 504])
    func `a collector that is busy is asked again when it wants to be`(status: Int) async throws {
        let export = Export(
            StandInCollector(.status(status, headers: ["Retry-After": "7"]), .status(status), .status(200)))

        try await export.run {
            export.add(1)
            await export.tick()
            try await export.collector.requests(1)
            await export.clock.alarms(atLeast: 2)
            export.clock.advance(by: .seconds(6))
            #expect(export.collector.requests.count == 1)
            export.clock.advance(by: .seconds(1))
            try await export.collector.requests(2)
            // Without a wish it is asked after the second pause.
            await export.clock.alarms(atLeast: 2)
            export.clock.advance(by: .seconds(2))
            try await export.collector.requests(3)
        }

        #expect(export.exported == "1")
        #expect(export.dropped == "0")
        #expect(export.log.isEmpty)
    }

    @Test(arguments: [HTTPError.connect, .resolve, .timedOut(.deadline), .closedEarly])
    func `a collector that can't be reached is tried three times`(error: HTTPError) async throws {
        let export = Export(StandInCollector(.fails(error)))

        try await export.run {
            export.add(1)
            await export.tick()
            for attempt in 1...3 {
                try await export.collector.requests(attempt)
                guard attempt < 3 else { break }
                // The interval's, and that of the pause.
                await export.clock.alarms(atLeast: 2)
                export.clock.advance(by: .seconds(2))
            }
        }

        #expect(export.collector.requests.count == 3)
        #expect(export.dropped == "1")
        #expect(export.log.map(\.message) == ["Traces could not be exported"])
        #expect(export.log.first?.metadata["error"] == .string("\(error)"))
    }

    @Test(arguments: [
        StandInCollector.Reply.status(400), .status(401), .status(404), .status(500), .fails(.tls(reason: "x")),
    ])
    func `a collector that refuses is not asked again for the same spans`(reply: StandInCollector.Reply) async throws {
        let export = Export(StandInCollector(reply, reply, .status(200)))

        try await export.run {
            for request in 1...3 {
                export.add(1)
                await export.tick()
                try await export.collector.requests(request)
            }
        }

        #expect(export.dropped == "2")
        #expect(export.exported == "1")
        #expect(export.log.map(\.message) == ["Traces could not be exported", "Traces are exported again"])
    }

    @Test func `spans that the collector says it didn't take count as dropped`() async throws {
        let export = Export(
            StandInCollector(.status(200, body: #"{"partialSuccess":{"rejectedSpans":"2","errorMessage":"too old"}}"#)))
        export.add(5)

        await export.run {}

        #expect(export.exported == "3")
        #expect(export.dropped == "2")
    }

    @Test func `what waits at the end is sent, with what was on its way`() async throws {
        let export = Export(StandInCollector(.silent, .status(200)))

        try await export.run {
            export.add(256)
            try await export.collector.requests(1)
            export.add(3)
        }

        #expect(try export.collector.batches.map(\.count) == [256, 256, 3])
        #expect(export.exported == "259")
        #expect(export.dropped == "0")
    }

    @Test func `a pause before another attempt ends with the program`() async throws {
        let export = Export(StandInCollector(.status(503), .status(200)))

        try await export.run {
            export.add(1)
            await export.tick()
            try await export.collector.requests(1)
            await export.clock.alarms(atLeast: 2)
        }

        #expect(export.exported == "1")
    }

    @Test func `a dead collector is asked once at the end, within the time that is left`() async throws {
        let export = Export(StandInCollector(.fails(.connect)))
        export.add(1_000)

        await export.run {}

        let request = try #require(export.collector.requests.first)
        #expect(export.collector.requests.count == 1)
        #expect(request.limits.deadline == export.clock.now + .seconds(3))
        #expect(export.dropped == "1000")
    }
}

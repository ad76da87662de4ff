import Formats
import Testing

@Suite(.ownThreads) struct TraceExportTests {
    @Test(.enabled(if: Collector.canRun, "not run: FTE_SHARED_DATA names no folder with servers/otelcol.xz"))
    func `a real collector takes the spans of a request and of its answer`() async throws {
        let collector = try Collector()
        let desk = try Desk(environment: ["OTEL_EXPORTER_OTLP_ENDPOINT": collector.url])
        let running = try desk.start("serve")

        let receipt = try running.client.submit()
        try running.client.ticket(receipt.ticketId) { $0.count(of: "agent") > 0 }
        try collector.waitFor("execute_tool send_response")
        _ = try running.client.get("/guides")
        let code = try running.stop()
        let collectorCode = try collector.stop()

        #expect([code, collectorCode] == [0, 0])
        for part in [
            "service.name: Str(fte)", "Name           : POST /support/submit", "Kind           : Server",
            "http.response.status_code: Int(200)", "Name           : invoke_agent support",
            "Name           : execute_tool search_knowledge_base", "gen_ai.operation.name: Str(execute_tool)",
            "gen_ai.conversation.id: Str(", "fte.turns: Int(", "Name           : custom analysis",
        ] {
            #expect(collector.log.contains(part), "\(part)")
        }
        // Sent at the stop.
        #expect(collector.log.contains("Name           : GET /guides"))
        #expect(!running.process.log.contains("could not be exported"))
        for words in ["reset my password", "ada@example.com", "Ada Byron", receipt.ticketId] {
            #expect(!collector.log.contains(words), "\(words)")
        }
    }

    @Test func `a collector that isn't there keeps nobody waiting and is told of once`() throws {
        // Nobody listens there: the port was free a moment ago.
        let gone = try StandIn { _, _ in [:] }.url
        let desk = try Desk(environment: ["FTE_TRACES_ENDPOINT": gone])
        let running = try desk.start("serve")

        let receipt = try running.client.submit()
        let page = try running.client.ticket(receipt.ticketId) { $0.count(of: "agent") > 0 }
        let code = try running.stop()

        #expect(page.messages.count == 2)
        #expect(code == 0)
        let told = running.process.log.split(separator: "\n").filter { $0.contains("Traces could not be exported") }
        #expect(told.count == 1)
        #expect(told.first?.contains("127.0.0.1") == false)
    }
}

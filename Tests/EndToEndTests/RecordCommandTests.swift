import Foundation
import Testing

/// `fte trace`, `fte receipt` and `fte spending`: what runs left behind.
@Suite(.ownThreads) struct RecordCommandTests {
    @Test(arguments: ProgramBackend.allCases)
    func `an answer's trace and receipt are read by the ticket's reference`(backend: ProgramBackend) async throws {
        try await backend.withDesk { desk in
            let client = try desk.start("serve").client
            let ticket = try client.submit()
            let page = try client.ticket(ticket.ticketId) { $0.count(of: "agent") == 1 }
            let answer = try #require(page.messages.last)

            let trace = try desk.run("trace", "show", ticket.reference)
            let stored = try desk.run("trace", "show", ticket.reference, "--json")
            let receipt = try desk.run("receipt", ticket.reference)
            let receiptJSON = try desk.run("receipt", answer.id, "--json")

            #expect([trace, stored, receipt, receiptJSON].map(\.code) == [0, 0, 0, 0])
            for name in ["analysis", "grounded", "search_knowledge_base", "send_response", "━"] {
                #expect(trace.output.contains(name), "\(name)")
            }
            #expect(!trace.output.contains("\u{1B}"))
            #expect(trace.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
            let spans = try #require(try object(stored.output)["spans"] as? [[String: Any]])
            #expect(spans.contains { $0["kind"] as? String == "tool" })
            #expect(receipt.output.contains("ticket       \(ticket.reference)\n"))
            #expect(receipt.output.contains("asked        "))
            #expect(receipt.output.contains("passages     docs/"))
            #expect(receipt.output.contains(", version "))
            let passages = try #require(try object(receiptJSON.output)["passages"] as? [[String: Any]])
            #expect(!passages.isEmpty)
        }
    }

    @Test func `what a language model did and cost is told of its answer, conversation and day`() throws {
        let model = try StandInModel()
        var environment = model.environment
        environment["FTE_MODEL_PRICE_INPUT"] = "2"
        environment["FTE_MODEL_PRICE_OUTPUT"] = "10"
        environment["FTE_MODEL_CLOCK_WEB_FORM"] = "600s"
        let desk = try Desk(environment: environment)
        let running = try desk.start("serve")
        let ticket = try running.client.submit()
        try running.client.ticket(ticket.ticketId) { $0.count(of: "agent") == 1 }
        _ = try running.stop()

        let trace = try desk.run("trace", "show", ticket.reference)
        let receipt = try desk.run("receipt", ticket.reference)
        let spending = try desk.run("spending")

        let calls = model.requests.count
        #expect(trace.output.contains("models       \(calls) calls, "))
        #expect(trace.output.contains("generation"))
        #expect(!receipt.output.contains("fallback"))
        #expect(receipt.output.contains("cost         $0."))
        #expect(spending.output.contains("all models"))
        #expect(!spending.output.contains("No model was paid for"))
    }

    @Test(arguments: ProgramBackend.allCases)
    func `what isn't there is said in one line`(backend: ProgramBackend) async throws {
        try await backend.withDesk { desk in
            let ticket = try desk.start("api").client.submit()

            let trace = try desk.run("trace", "show", "TC-000000")
            let receipt = try desk.run("receipt", "TC-000000")
            let unanswered = try desk.run("receipt", ticket.reference)
            let noRuns = try desk.run("trace", "show", ticket.reference)
            let noTraces = try desk.run("trace", "show", ticket.reference, "--json")

            #expect(
                trace.errors == "fte: no conversation or ticket is called 'TC-000000'; see `fte tickets list`\n")
            #expect(receipt.errors == "fte: no message or ticket is called 'TC-000000'; see `fte tickets list`\n")
            #expect(
                unanswered.errors
                    == "fte: '\(ticket.reference)' has no answer of the agent, so there is no receipt\n")
            #expect([trace, receipt, unanswered].map(\.code) == [1, 1, 1])
            #expect(noRuns.output == "No runs: nothing was answered here.\n")
            #expect([noRuns.code, noTraces.code] == [0, 0])
            #expect(noTraces.output == "")
        }
    }

    @Test(arguments: ProgramBackend.allCases)
    func `spending is told beside the company's budget`(backend: ProgramBackend) async throws {
        let company = try companyFolder()
        defer { try? FileManager.default.removeItem(at: company.deletingLastPathComponent()) }
        let file = company.appending(path: "workspace.yaml")
        let lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
        // Whatever the demo company's is.
        let start = lines.firstIndex { $0.hasPrefix("budget:") } ?? lines.count
        let rest = lines[start...].dropFirst().drop { $0.hasPrefix(" ") || $0.isEmpty }
        let changed = lines[..<start] + ["budget:", "  monthly_usd: 12.5"] + rest
        try changed.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
        try await backend.withDesk(workspace: company) { desk in
            let table = try desk.run("spending", "--days", "7")
            let json = try desk.run("spending", "--json")
            let refused = try desk.run("spending", "--days", "0")

            #expect(table.code == 0)
            #expect(table.output.contains("No model was paid for in these days.\n"))
            #expect(table.output.contains("budget     $12.50 a month, 0.0 % spent, $12.50 left\n"))
            #expect(table.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
            let month = try #require(try object(json.output)["month"] as? [String: Any])
            #expect(month["budget_micro_usd"] as? Int == 12_500_000)
            #expect(month["cost_micro_usd"] as? Int == 0)
            #expect(refused.code == 2)
        }
    }

    private func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(text)")
    }
}

import Formats
import Foundation
import SQL
import Synchronization
import Testing

@Suite(.ownThreads) struct PersonalDataTests {
    /// Which model answers, and whether exported traces hold what was said.
    enum Case: CaseIterable {
        case builtIn, languageModel, languageModelWithoutContents
        /// The built-in model answers after it.
        case languageModelThatDeclines
    }

    private static let message = """
        How do I reset my password? My card is 4111 1111 1111 1111, my other address is m.holt@private.example and my \
        phone is +1 415 555 0132.
        """
    /// Long enough that no random id has them by chance.
    private static let secrets = [
        "4111 1111", "41111111", "private.example", "m.holt", "555 0132", "5550132", "ada@example.com",
    ]

    @Test(arguments: Case.allCases)
    func `personal data in a message stays out of traces, journals, exports and logs`(_ which: Case) async throws {
        let journaled = DispatchSemaphore(value: 0)
        let goOn = DispatchSemaphore(value: 0)
        // The first run's third call: the ticket and the model's wish to search are in the journal by then.
        let model = try StandInModel(declines: which == .languageModelThatDeclines) { number in
            guard number == 2 else { return }
            journaled.signal()
            goOn.wait()
        }
        let collector = try StandIn { _, _ in [:] }
        var environment = [
            "FTE_TRACES_ENDPOINT": collector.url, "FTE_LOG_LEVEL": "debug",
            "FTE_TRACES_CONTENTS": which == .languageModelWithoutContents ? "false" : "true",
            // The model is held while its journal is read, however long that takes beside every other test.
            "FTE_MODEL_CLOCK_WEB_FORM": "600s",
        ]
        if which != .builtIn { environment.merge(model.environment) { $1 } }
        let desk = try Desk(environment: environment)
        let running = try desk.start("serve")

        let receipt = try running.client.submit(["message": Self.message])
        var journal: [JSONValue] = []
        if which == .languageModel || which == .languageModelWithoutContents {
            try #require(journaled.wait(timeout: .now() + 60) == .success)
            journal = try await desk.texts("SELECT step FROM run_journal ORDER BY number")
            goOn.signal()
        }
        try running.client.ticket(receipt.ticketId) { $0.count(of: "agent") == 1 }
        _ = try running.client.reply("Thanks. " + Self.message, to: receipt.ticketId)
        let page = try running.client.ticket(receipt.ticketId) { $0.count(of: "agent") == 2 }
        let code = try running.stop()
        let traces = try await desk.texts("SELECT spans FROM traces ORDER BY started_at")

        #expect(code == 0)
        #expect(page.messages.first?.content.contains("4111 1111 1111 1111") == true, "People read what was written.")
        #expect(traces.count == 2)
        for trace in traces { expectTree(trace) }
        #expect(Set(traces.compactMap { $0["group_id"]?.string }).count == 1)
        #expect(traces.allSatisfy { trace in names(in: trace).contains("send_response") })
        let exported = collector.requests.map(\.body.text).joined()
        #expect(exported.contains("execute_tool send_response"))
        switch which {
        case .builtIn: #expect(model.requests.isEmpty)
        case .languageModelThatDeclines: #expect(model.requests.count == 2)
        case .languageModel, .languageModelWithoutContents:
            #expect(model.requests.count == 7)
            let entries = journal.compactMap { $0["entry"]?.string }
            #expect(entries == ["started", "input_passed", "answered", "finished", "answered"])
        }
        #expect(exported.contains("[card-1]") == (which != .languageModelWithoutContents))
        for secret in Self.secrets {
            #expect(!traces.contains { $0.text.contains(secret) }, "\(secret)")
            #expect(!journal.contains { $0.text.contains(secret) }, "\(secret)")
            #expect(!model.requests.contains { $0.text.contains(secret) }, "\(secret)")
            #expect(!exported.contains(secret), "\(secret)")
            #expect(!running.process.log.contains(secret), "\(secret)")
        }
        #expect(!exported.contains("sk-stand-in") && !running.process.log.contains("sk-stand-in"))
    }

    /// Each span has an id of its own, a parent that stands before it, and lies within its parent's time.
    private func expectTree(_ trace: JSONValue) {
        var seen: [String: ClosedRange<Int64>] = [:]
        let spans = trace["spans"]?.array ?? []
        for span in spans {
            let start = span["start_us"]?.integer ?? -1
            let duration = span["duration_us"]?.integer ?? -1
            #expect(start >= 0 && duration >= 0, "\(span)")
            let time = start...(start + max(0, duration))
            if let parent = span["parent_id"]?.string {
                #expect(seen[parent].map { $0.contains(time) } == true, "\(span)")
            }
            let id = span["span_id"]?.string ?? ""
            #expect(seen.updateValue(time, forKey: id) == nil, "\(span)")
            #expect(id.wholeMatch(of: /[0-9a-f]{16}/) != nil)
        }
        #expect(trace["trace_id"]?.string?.wholeMatch(of: /[0-9a-f]{32}/) != nil)
        let kinds = Set(spans.compactMap { $0["kind"]?.string })
        #expect(kinds.isSuperset(of: ["agent", "generation", "tool", "custom"]))
    }

    private func names(in trace: JSONValue) -> [String] {
        (trace["spans"]?.array ?? []).compactMap { $0["name"]?.string }
    }
}

extension Desk {
    /// A column of its database, parsed.
    fileprivate func texts(_ query: StaticString) async throws -> [JSONValue] {
        let database = try await SQLiteDatabase(path: database)
        let texts = try await database.read { tx in try tx.rows(query) { try $0.text(0) } }
        await database.close()
        return try texts.map { try JSONValue(parsing: $0) }
    }
}

import AgentRuntime
import Formats
import FoundationEssentials
import Testing

struct JournalJSONTests {
    private static let forms = [
        """
        {"v": 1, "entry": "started", "agent": "A", "run_id": "r-1", "trace_id": "00000000000000010000000000000002",
         "started_at": 1700000000.25, "input": [{"id": "m1", "text": "Hi 👋"}]}
        """,
        """
        {"v": 1, "entry": "input_passed", "guardrails": [{"name": "abuse", "info": {"score": 0.1}, "usage": {"requests": 1,
         "input_tokens": 2, "cached_tokens": 1, "output_tokens": 3, "reasoning_tokens": 1, "cost_micro_usd": 4},
         "start_us": 5, "duration_us": 6}]}
        """,
        """
        {"v": 1, "entry": "answered", "id": "resp_1", "output": [
         {"type": "reasoning", "id": "rs_1"},
         {"type": "message", "role": "assistant", "content": "Hi", "id": "msg_1"},
         {"type": "function_call", "call_id": "c", "name": "look", "arguments": "{", "id": "fc_1"},
         {"type": "refusal", "refusal": "No."}], "usage": {"requests": 1, "input_tokens": 9223372036854775807,
         "cached_tokens": 0, "output_tokens": 3, "reasoning_tokens": 0, "cost_micro_usd": 0},
         "metadata": {"confidence": 0.5}, "start_us": 1, "duration_us": 2000000}
        """,
        #"{"v": 1, "entry": "intended", "call_id": "c"}"#,
        """
        {"v": 1, "entry": "finished", "call_id": "c", "output": "7", "value": "7", "failure": null,
         "effects": [{"ticket": {"_0": "A"}}], "context": {"customer": "Ada", "log": ["x"]}, "start_us": 1,
         "duration_us": 2}
        """,
        """
        {"v": 1, "entry": "finished", "call_id": "c", "output": "{}", "failure": {"code": "refused", "text": "No"},
         "effects": [], "context": null, "start_us": 1, "duration_us": 2}
        """,
        #"{"v": 1, "entry": "decided", "call_id": "c", "by": "Eve", "rejected": null}"#,
        #"{"v": 1, "entry": "decided", "call_id": "c", "by": "Eve", "rejected": ""}"#,
    ]

    @Test(arguments: forms)
    func `every entry is read and written in its stored form`(form: String) throws {
        let json = try JSONValue(parsing: form)

        let entry = try JournalEntry<Desk>(json: json)

        #expect(try entry.json() == json)
        #expect(try JSONValue(parsing: entry.json().text) == json)
    }

    @Test(arguments: forms)
    func `an entry that lacks a member it needs is refused`(form: String) throws {
        guard case .object(let whole) = try JSONValue(parsing: form) else { throw Failure() }
        for key in whole.keys where !["id", "info", "value", "failure", "context", "rejected"].contains(key) {
            var object = whole
            object[key] = nil
            #expect(throws: (any Error).self, "\(key)") { try JournalEntry<Desk>(json: .object(object)) }
        }
    }

    @Test(arguments: ["{}", "[]", "7", #"{"v": 1, "entry": "unheard"}"#, #"{"v": "1", "entry": "intended"}"#])
    func `rubbish is refused`(text: String) throws {
        #expect(throws: JSONMismatch.self) { try JournalEntry<Desk>(json: JSONValue(parsing: text)) }
    }

    @Test func `a journal of a newer program is refused`() {
        #expect(throws: SessionError.newerVersion(2)) {
            try JournalEntry<Desk>(json: ["v": 2, "entry": "intended", "call_id": "c"])
        }
    }

    @Test func `a journal without its beginning tells of no run`() async throws {
        let model = ScriptedModel([.says("Hi.")])
        let agent = try Agent<Desk>(name: "A", instructions: .text(""), model: model)

        let result = try await Setting().run(
            team: [agent], resuming: [.intended(callID: "c"), .decided(callID: "c", .approved(by: "Eve"))])

        #expect(result.ending.finalText == "Hi.")
        #expect(result.journal.count == 2)
    }
}

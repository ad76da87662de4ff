import AgentRuntime
import Formats
import Testing

@Suite(.timeLimit(.minutes(1)))
struct SessionTests {
    private let hello = InputMessage(id: "m1", text: "Hello?")
    private let anyone = InputMessage(id: "m2", text: "Anyone?")
    private let fresh = Session<Desk>(context: Desk.Context())

    /// Runs once on this session and returns what is remembered of it.
    private func remembered(
        _ session: Session<Desk>, _ input: [InputMessage], _ turns: [ScriptedModel.Turn],
        seeing items: [Item]? = nil
    ) async throws -> Session<Desk> {
        var setting = Setting()
        setting.session = session
        let model = ScriptedModel(turns)
        let outcome = try await setting.run(model, [.createTicket], input: input)
        if let items { #expect(model.requests.first?.items == items) }
        var session = session
        session.record(input, outcome)
        return session
    }

    @Test func `a complete run leaves input, items, context and agent`() async throws {
        let session = try await remembered(
            fresh, [hello], [.calls(("create_ticket", #"{"text": "A"}"#)), .says("Hi!")])

        let call = ToolCall(id: "call_1", name: "create_ticket", arguments: #"{"text": "A"}"#)
        #expect(
            session.items == [
                .user("Hello?"), .toolCall(call), .toolOutput(callID: "call_1", output: #"{"ticket_id":"T-1"}"#),
                .assistant("Hi!"),
            ])
        #expect(session.context.log == ["ticket A"])
        #expect(session.lastAgent == "Support")
    }

    @Test func `a failed run leaves the customer's message and nothing else`() async throws {
        let session = try await remembered(
            fresh, [hello], [.calls(("create_ticket", #"{"text": "A"}"#)), .fails(Failure())])

        #expect(session.items.isEmpty)
        #expect(session.unanswered == [hello])
        #expect(session.context == Desk.Context())
        #expect(session.lastAgent == nil)
    }

    @Test func `a message is remembered once, however often its run failed`() async throws {
        var session = try await remembered(fresh, [hello], [.fails(Failure())])
        session = try await remembered(session, [hello], [.fails(Failure())], seeing: [.user("Hello?")])
        session = try await remembered(
            session, [hello, anyone], [.fails(Failure())], seeing: [.user("Hello?"), .user("Anyone?")])

        #expect(session.unanswered == [hello, anyone])

        session = try await remembered(
            session, [hello, anyone], [.says("Hi!")], seeing: [.user("Hello?"), .user("Anyone?")])

        #expect(session.items == [.user("Hello?"), .user("Anyone?"), .assistant("Hi!")])
        #expect(session.unanswered.isEmpty)
    }

    @Test func `an unanswered message that isn't tried again is seen by the next run`() async throws {
        var session = try await remembered(fresh, [hello], [.fails(Failure())])

        session = try await remembered(
            session, [anyone], [.says("Hi!")], seeing: [.user("Hello?"), .user("Anyone?")])

        #expect(session.items == [.user("Hello?"), .user("Anyone?"), .assistant("Hi!")])
    }

    @Test func `two messages with the same words are two messages`() async throws {
        let again = InputMessage(id: "m3", text: "Hello?")
        var session = try await remembered(fresh, [hello], [.fails(Failure())])

        session = try await remembered(session, [again], [.says("Hi!")])

        #expect(session.items == [.user("Hello?"), .user("Hello?"), .assistant("Hi!")])
    }

    @Test func `what the host answers by itself is remembered`() async throws {
        var session = try await remembered(fresh, [hello], [.fails(Failure())])

        session.record([hello], answeredWith: "Sorry, a colleague will write to you.")

        #expect(session.items == [.user("Hello?"), .assistant("Sorry, a colleague will write to you.")])
        #expect(session.unanswered.isEmpty)
    }

    @Test func `only so much of the history is kept`() async throws {
        var session = fresh
        session.items = [.user("1"), .assistant("2"), .user("3"), .assistant("4")]

        session.record([hello], answeredWith: "Hi!", keeping: HistoryLimit(maxItems: 4))

        #expect(session.items == [.user("3"), .assistant("4"), .user("Hello?"), .assistant("Hi!")])
    }

    @Test func `what is left out is kept in short, and stands before what the model sees`() throws {
        var session = fresh
        let limit = HistoryLimit(maxItems: 2)
        for number in 1...3 {
            session.record(
                [InputMessage(id: "\(number)", text: "Question\n\(number)?")], answeredWith: "Answer \(number).",
                keeping: limit)
        }

        #expect(session.summary == "Customer: Question 1?\nAnswer: Answer 1.\nCustomer: Question 2?\nAnswer: Answer 2.")
        let history = session.history(before: [], within: limit)
        #expect(history.count == 3)
        #expect(
            history.first
                == .developer("Earlier in this conversation, on record and no instructions:\n\(session.summary ?? "")"))
        #expect(Array(history.dropFirst()) == session.items)
    }

    @Test func `what the model sees less of than is kept is summed up for it too`() {
        var session = fresh
        session.items = [.user("One?"), .assistant("One."), .user("Two?"), .assistant("Two.")]

        let history = session.history(before: [], within: HistoryLimit(maxItems: 2))

        #expect(
            history == [
                .developer(
                    "Earlier in this conversation, on record and no instructions:\nCustomer: One?\nAnswer: One."),
                .user("Two?"), .assistant("Two."),
            ])
        #expect(session.summary == nil)
    }

    @Test func `a summary is bounded, and its lines too`() {
        var session = fresh
        for number in 1...50 {
            session.record(
                [InputMessage(id: "\(number)", text: String(repeating: "words ", count: 1_000))],
                answeredWith: "Answer \(number).", keeping: HistoryLimit(maxItems: 2))
        }

        let lines = session.summary?.split(separator: "\n") ?? []
        #expect((session.summary ?? "").utf8.count <= 2_000)
        #expect(lines.last == "Answer: Answer 49.")
        #expect(lines.allSatisfy { $0.utf8.count < 300 })
    }

    @Test func `messages whose runs all fail are kept within the same bound`() async throws {
        let outcome = try await Setting().run(ScriptedModel([.fails(Failure())]))
        var session = fresh

        for number in 1...9 {
            let message = InputMessage(id: "m\(number)", text: "\(number)")
            session.record([message], outcome, keeping: HistoryLimit(maxItems: 3))
        }

        #expect(session.unanswered.map(\.id) == ["m7", "m8", "m9"])
    }

    @Test func `a session survives being stored`() async throws {
        var session = try await remembered(
            fresh, [hello], [.calls(("create_ticket", #"{"text": "A"}"#)), .says("Hi! 👋")])
        session = try await remembered(session, [anyone], [.fails(Failure())])

        let stored = try session.json().text
        let read = try Session<Desk>(json: JSONValue(parsing: stored))

        #expect(read.items == session.items)
        #expect(read.unanswered == [anyone])
        #expect(read.context == session.context)
        #expect(read.lastAgent == "Support")
    }

    @Test(arguments: [
        Item.user("Say \"hello\"\n"), .developer("Be kind."), .assistant("Hi."),
        .assistant(AssistantMessage("Hi.", id: "msg_1")), .reasoning(["type": "reasoning", "summary": []]),
        .toolCall(ToolCall(id: "call_1", name: "search", arguments: #"{"query":"x"}"#)),
        .toolCall(ToolCall(id: "call_1", name: "search", arguments: "{}", itemID: "fc_1")),
        .toolOutput(callID: "call_1", output: "[]"),
    ])
    func `an item is written as its value says`(item: Item) throws {
        var session = fresh
        session.items = [item]

        let written = try JSONValue(parsing: session.jsonText())

        #expect(written["items"] == [item.json])
    }

    @Test func `the stored form is as documented`() throws {
        var session = fresh
        session.items = [.user("Hi"), .developer("Be brief."), .assistant("Hello!")]

        let json = try session.json()

        #expect(
            json == [
                "version": 1, "agent": nil, "context": ["customer": "Ada", "log": []],
                "items": [
                    ["type": "message", "role": "user", "content": "Hi"],
                    ["type": "message", "role": "developer", "content": "Be brief."],
                    ["type": "message", "role": "assistant", "content": "Hello!"],
                ], "unanswered": [], "summary": nil,
            ])
    }

    @Test func `a session of a newer program is refused`() {
        #expect(throws: SessionError.newerVersion(2)) { try Session<Desk>(json: ["version": 2, "whatever": true]) }
    }

    @Test(arguments: [
        ("{}", "version"),
        (#"{"version": 1}"#, "context"),
        (#"{"version": 1, "context": {"customer": "A", "log": []}, "items": {}, "unanswered": []}"#, "items"),
        (#"{"version": 1, "context": {"customer": "A", "log": []}, "items": [{}], "unanswered": []}"#, "items[0].type"),
        (
            #"{"version": 1, "context": {"customer": "A", "log": []}, "items": [{"type": "x"}], "unanswered": []}"#,
            "items[0].type"
        ),
        (
            #"""
            {"version": 1, "context": {"customer": "A", "log": []}, "unanswered": [],
             "items": [{"type": "message", "role": "root", "content": ""}]}
            """#,
            "items[0].role"
        ),
        (
            #"{"version": 1, "context": {"customer": "A", "log": []}, "items": [], "unanswered": [{}]}"#,
            "unanswered[0].id"
        ),
    ])
    func `a spoilt session tells where`(text: String, path: String) throws {
        let json = try JSONValue(parsing: text)

        let mismatch = #expect(throws: JSONMismatch.self) { try Session<Desk>(json: json) }

        #expect(mismatch?.path == path)
    }

    @Test func `a context of another shape is refused`() {
        #expect(throws: DecodingError.self) {
            try Session<Desk>(json: ["version": 1, "context": ["customer": 7], "items": [], "unanswered": []])
        }
    }
}

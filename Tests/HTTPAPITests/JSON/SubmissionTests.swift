import Formats
import HTTPAPI
import HTTPServer
import SupportDesk
import TestSupport
import Testing

@Suite struct SubmissionTests {
    @Test(arguments: ["/support/submit", "/api/support/submit"])
    func `a submission is told its ticket and when to expect an answer`(path: String) async throws {
        try await withAPI { api in
            let answer = try await api.post(path, submission)

            #expect(answer.status == 200)
            #expect(answer.header("Content-Type") == "application/json")
            #expect(answer.header("Cache-Control") == "no-store")
            let json = try JSONValue(parsing: answer.text)
            let reference = try #require(try await api.desk.words("SELECT reference FROM tickets").first)
            let link = try #require(try await api.desk.words("SELECT public_id FROM tickets").first)
            #expect(
                answer.text
                    == #"{"ticket_id":"\#(link)","reference":"\#(reference)","#
                    + #""message":"We have your message. Your ticket is \#(reference).","#
                    + #""estimated_response_time":"within a few minutes"}"#)
            #expect(json["ticket_id"]?.string == link)
        }
    }

    @Test func `an empty object is told about each field`() async throws {
        try await withAPI { api in
            let answer = try await api.post("/support/submit", "{}")

            #expect(answer.status == 422)
            #expect(answer.text == (try expected("empty-submission.json")))
            let rows = try await api.desk.number("SELECT count(*) FROM customers")
            #expect(rows == 0)
        }
    }

    @Test(arguments: [
        (#"{"name": 7}"#, "name", "Your name must be text."),
        (#"{"name": null}"#, "name", "Your name is missing."),
        (#"{"message": ["a"]}"#, "message", "Your message must be text."),
        (#"{"message": []}"#, "message", "Your message is missing."),
        (#"{"email": {"a": 1}}"#, "email", "Your email address must be text."),
        (#"{"category": true}"#, "category", "Choose one of: general, technical, billing, feedback, bug_report."),
        (#"{"priority": "urgent"}"#, "priority", "Choose one of: low, medium, high."),
        (
            #"{"attachments": [{"name": "a.png"}]}"#, "attachments",
            "Attachments can't be taken here. Please describe what they show."
        ),
        (
            #"{"message": "one \u0000 two three"}"#, "message",
            "Your message contains control characters. Please remove them."
        ),
    ])
    func `a field of the wrong kind is told so`(body: String, field: String, message: String) async throws {
        try await withAPI { api in
            let answer = try await api.post("/support/submit", body)

            #expect(answer.status == 422)
            #expect(answer.text.contains(#"{"field":"\#(field)","message":"\#(message)"}"#))
        }
    }

    @Test(arguments: [
        "", "{", "nonsense", #"{"name": "Bo", "name": "Ana"}"#, "\u{FEFF}{}", #"{"name": "a"}}"#,
        #"{"name": "\ud800"}"#, "[]", "\"text\"", "null", "7",
        String(repeating: "[", count: 100_000),
    ])
    func `a body that is no JSON object is a bad request`(body: String) async throws {
        try await withAPI { api in
            let answer = try await api.post("/support/submit", body)

            #expect(answer.status == 400)
            #expect(answer.header("Content-Type") == "application/problem+json")
            #expect(answer.text.hasPrefix(#"{"type":"about:blank","title":"Bad request","status":400,"detail":""#))
        }
    }

    @Test func `text that is not UTF-8 is a bad request`() async throws {
        try await withAPI { api in
            let bytes = Array(#"{"name": "An"#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8)

            let answer = try await api.post("/support/submit", bytes: bytes)

            #expect(answer.status == 400)
        }
    }

    @Test(arguments: ["text/plain", "multipart/form-data; boundary=x", "application/xml"])
    func `another type of body is not supported`(type: String) async throws {
        try await withAPI { api in
            let answer = try await api.request(
                .post, "/support/submit", headers: ["Content-Type": type], body: Array(submission.utf8))

            #expect(answer.status == 415)
        }
    }

    @Test func `JSON is taken with its parameters, and without a type`() async throws {
        try await withAPI { api in
            let named = try await api.request(
                .post, "/support/submit", headers: ["Content-Type": "Application/JSON; charset=utf-8"],
                body: Array(submission.utf8))
            let unnamed = try await api.request(.post, "/support/submit", body: Array(submission.utf8))

            #expect([named.status, unnamed.status] == [200, 200])
        }
    }

    @Test func `a key makes a repeated submission one, and another under it a conflict`() async throws {
        try await withAPI { api in
            let first = try await api.post("/support/submit", submission, key: "k-1")
            let again = try await api.post("/support/submit", submission, key: "k-1")
            let other = try await api.post(
                "/support/submit", submission.replacing("password", with: "username"), key: "k-1")
            let unusable = try await api.post("/support/submit", submission, key: "two words")

            #expect([first.status, again.status] == [200, 200])
            #expect(first.text == again.text)
            #expect(other.status == 409)
            #expect(other.text.contains("Idempotency-Key"))
            #expect(unusable.status == 422)
            let tickets = try await api.desk.number("SELECT count(*) FROM tickets")
            #expect(tickets == 1)
        }
    }

    @Test func `without a key every submission is one of its own`() async throws {
        try await withAPI { api in
            _ = try await api.post("/support/submit", submission)
            _ = try await api.post("/support/submit", submission)

            let tickets = try await api.desk.number("SELECT count(*) FROM tickets")
            #expect(tickets == 2)
        }
    }

    @Test func `the longest message there may be fits into a body, twice as much does not`() async throws {
        try await withAPI { api in
            let target = try #require(RequestTarget("/support/submit"))
            let limit = try #require(api.api.bodyLimit(of: Request(.post, target)))
            // Every character as JSON's longest escape, a pair of surrogates.
            let longest = submission.replacing(
                "How do I reset my password?", with: String(repeating: #"\ud83d\ude00"#, count: 20_000))

            let answer = try await api.post("/support/submit", longest)

            #expect(longest.utf8.count <= limit)
            #expect(answer.status == 200)
            #expect(limit < 1_000_000)
            let refused = Refusal.bodyTooLarge(limit: limit).problemResponse
            #expect(refused.status.code == 413)
            #expect(refused.headers["Content-Type"] == "application/problem+json")
        }
    }

    @Test func `past the bound of what may wait a submission is asked to come back`() async throws {
        var setting = APIDesk.Setting()
        setting.desk.backlogLimit = 1
        try await withAPI(setting) { api in
            _ = try await api.post("/support/submit", submission)
            api.desk.time.advance(by: 1)

            let answer = try await api.post("/support/submit", submission)

            #expect(answer.status == 503)
            #expect(answer.header("Retry-After") == "5")
            #expect(answer.header("Content-Type") == "application/problem+json")
        }
    }

    @Test func `a form that is switched off stores nothing`() async throws {
        var setting = APIDesk.Setting()
        setting.isOpen = false
        try await withAPI(setting) { api in
            let answer = try await api.post("/support/submit", submission)

            #expect(answer.status == 403)
            let rows = try await api.desk.number("SELECT count(*) FROM messages")
            #expect(rows == 0)
        }
    }
}

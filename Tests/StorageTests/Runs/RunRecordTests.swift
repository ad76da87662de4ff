import Formats
import FoundationEssentials
import SQL
import Storage
import SupportDesk
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2))) struct RunRecordTests {
    @Test(arguments: DatabaseBackend.allCases)
    func `the traces of a conversation come newest first, by each of its names`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()
            try await desk.answerNext()
            desk.time.advance(by: 1)
            try await desk.reply(to: receipt.link)
            try await desk.answerNext()
            let ticket = try #require(try await desk.teammates.ticket(named: receipt.reference.text))

            let found = try #require(try await desk.runs.traces(of: receipt.reference.text, limit: 10))

            #expect(found.conversation == receipt.conversation)
            #expect(found.traces.map(\.startedAt) == [desk.time.now, desk.time.now.addingTimeInterval(-1)])
            #expect(found.traces.map(\.duration) == [.milliseconds(12), .milliseconds(12)])
            #expect(found.traces.map(\.json) == [[], []])
            for name in [receipt.conversation.description, ticket.ticket.id.description, receipt.link.description] {
                #expect(try await desk.runs.traces(of: name, limit: 10) == found)
            }
            let newest = try await desk.runs.traces(of: receipt.conversation.description, limit: 1)
            #expect(newest?.traces == Array(found.traces.prefix(1)))
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `an answer's receipt is found by its id, its question, its ticket and its conversation`(
        backend: DatabaseBackend
    ) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()
            try await desk.reply(.sample("Are you there?"), to: receipt.link)
            try await desk.answerNext("Use the link.")
            let page = try #require(try await desk.pages.ticket(at: receipt.link))

            guard case .found(let found) = try await desk.runs.receipt(of: receipt.reference.text) else {
                Issue.record("no receipt was found")
                return
            }

            #expect(found.questions == ["How do I reset my password?", "Are you there?"])
            #expect(found.answer == "Use the link.")
            #expect(found.ticket == receipt.reference)
            #expect(found.answeredAt == desk.time.now)
            #expect(found.json == ["model": "grounded"])
            for name in page.messages.map(\.id.description) + [receipt.conversation.description] {
                #expect(try await desk.runs.receipt(of: name) == .found(found))
            }
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `what is unknown and what has no receipt are told apart`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()
            let unanswered = try await desk.runs.receipt(of: receipt.reference.text)
            let question = try #require(try await desk.pages.ticket(at: receipt.link)?.messages.first)
            let ofQuestion = try await desk.runs.receipt(of: question.id.description)
            try await desk.teammates.take(receipt.ticket, by: "kim")
            try await desk.teammates.reply(to: receipt.ticket, by: "kim", content: "Done.")
            let reply = try #require(try await desk.pages.ticket(at: receipt.link)?.messages.last)

            let ofTeammate = try await desk.runs.receipt(of: reply.id.description)

            #expect([unanswered, ofQuestion, ofTeammate] == Array(repeating: .withoutReceipt, count: 3))
            for name in ["TC-000000", "rubbish", "", UUID().uuidString] {
                #expect(try await desk.runs.receipt(of: name) == .unknown)
                #expect(try await desk.runs.traces(of: name, limit: 1) == nil)
            }
            #expect(try await desk.runs.traces(of: receipt.reference.text, limit: 1)?.traces == [])
        }
    }
}

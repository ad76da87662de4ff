import Testing
import TextAnalysis

@testable import SupportDesk

/// How much of what a language model may make up is found, and how often an honest reply is stopped.
struct ComposedReplyCorpusTests {
    private let workspace: Workspace
    private let check: ReplyCheck
    private let index: KnowledgeIndex

    init() throws {
        workspace = try WorkspaceLoader.load(DemoCompanyTests.folder)
        check = ReplyCheck(workspace)
        index = KnowledgeIndex(workspace.passages, terms: TermAnalyzer())
    }

    @Test(arguments: [
        (ReplyFinding.Kind.price, 1.0), (.refundPromise, 1), (.competitor, 1), (.instructions, 1),
        (.unsupportedFigure, 1), (.unsupportedLink, 1), (.unsupportedName, 0.9), (.unsupportedPromise, 0.9),
        (.unsupportedClaim, 0.75),
    ])
    func `planted faults are found`(kind: ReplyFinding.Kind, share: Double) throws {
        let replies = try LabelledReply.all().filter { $0.fault?.kind == kind.rawValue }
        let missed = try replies.filter { reply in
            let fault = try #require(reply.fault?.range(in: reply.reply), "\(reply.id)")
            return try !findings(in: reply).contains { $0.range.overlaps(fault) }
        }
        let found = replies.count - missed.count
        print("\(kind.rawValue): \(found) of \(replies.count) found; missed \(missed.map(\.id))")
        #expect(replies.count >= 6)
        #expect(Double(found) >= share * Double(replies.count), "missed: \(missed.compactMap(\.fault?.text))")
    }

    @Test func `honest replies pass`() throws {
        let replies = try LabelledReply.all().filter { $0.fault == nil }
        let stopped = try replies.filter { try !findings(in: $0).isEmpty }
        print("honest: \(stopped.count) of \(replies.count) stopped")
        for reply in stopped where !reply.heldOut { print(reply.id, try findings(in: reply).map(\.text)) }
        #expect(replies.count >= 60)
        #expect(Double(stopped.count) <= 0.08 * Double(replies.count))
    }

    /// What the company says by itself is never a fault where it is given.
    @Test(arguments: Channel.allCases) func `set phrases that are given may be said`(channel: Channel) {
        for key in Phrases.Key.allCases {
            let phrase = workspace.phrase(
                key, on: channel,
                [
                    .team: "our billing team", .answerTime: "by Monday 10:00 UTC", .reference: "TC-7K3M9Q",
                    .topic: "single sign-on", .choices: "- Export a project",
                ])
            let findings = check.findings(in: phrase, passages: [], given: [phrase], author: .languageModel)
            #expect(findings == [], "\(key)")
        }
    }

    @Test func `the sections' own sentences may be said`() {
        var stopped: [String] = []
        for passage in workspace.passages {
            let reply = Draft.blocks(ofMarkdown: passage.markdown)
            let text = MarkdownWriter.text(of: reply)
            let findings = check.findings(in: text, passages: [passage], author: .languageModel)
            if !findings.isEmpty { stopped.append("\(passage.citation): \(findings.map { "\($0.kind) \($0.text)" })") }
        }
        print("sections: \(stopped.count) of \(workspace.passages.count) stopped: \(stopped.joined(separator: "\n"))")
        #expect(stopped.count * 50 <= workspace.passages.count)
    }

    private func findings(in reply: LabelledReply) throws -> [ReplyFinding] {
        let passages = try (reply.sources ?? []).map { try #require(index[$0], "\(reply.id): \($0)") }
        return check.findings(
            in: reply.reply, passages: passages, given: reply.given ?? [], said: [reply.said ?? ""],
            author: .languageModel)
    }
}

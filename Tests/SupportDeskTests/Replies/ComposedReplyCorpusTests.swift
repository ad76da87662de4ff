import Foundation
import Testing
import TextAnalysis

@testable import SupportDesk

/// How much of what a language model may make up is found, and how often an honest reply is stopped.
struct ComposedReplyCorpusTests {
    @Test func `planted faults are found and honest replies pass`() throws {
        let workspace = try WorkspaceLoader.load(DemoCompanyTests.folder)
        let check = ReplyCheck(workspace)
        let index = KnowledgeIndex(workspace.passages, terms: TermAnalyzer())
        let show = ProcessInfo.processInfo.environment["SHOW"] != nil
        var rows: [String: [Int]] = [:]
        for reply in try LabelledReply.all() {
            let passages = try (reply.sources ?? []).map { citation in
                try #require(index[citation], "\(reply.id): \(citation)")
            }
            let findings = check.findings(
                in: reply.reply, passages: passages, given: reply.given ?? [], said: [reply.said ?? ""],
                author: .languageModel)
            let kind = reply.fault?.kind ?? "honest"
            let place = reply.fault.flatMap { reply.reply.range(of: $0.text) }.map {
                reply.reply[..<$0.lowerBound].utf8.count..<reply.reply[..<$0.upperBound].utf8.count
            }
            let hit = place.map { place in findings.contains { $0.range.overlaps(place) } } ?? !findings.isEmpty
            let exact =
                place.map { place in findings.contains { $0.kind.rawValue == kind && $0.range.overlaps(place) } } ?? hit
            let aside = place.map { place in findings.contains { !$0.range.overlaps(place) } } ?? false
            rows[kind + (reply.batch == 2 ? " second" : " first") + (reply.heldOut ? " held" : " tune"), default: [0, 0, 0, 0]][0] += 1
            if hit { rows[kind + (reply.batch == 2 ? " second" : " first") + (reply.heldOut ? " held" : " tune")]![1] += 1 }
            if exact { rows[kind + (reply.batch == 2 ? " second" : " first") + (reply.heldOut ? " held" : " tune")]![2] += 1 }
            if aside { rows[kind + (reply.batch == 2 ? " second" : " first") + (reply.heldOut ? " held" : " tune")]![3] += 1 }
            if show, !reply.heldOut, reply.fault == nil ? hit : (!exact || aside) {
                print(reply.id, reply.fault?.text ?? "", findings.map { "\($0.kind.rawValue): \($0.text)" })
            }
        }
        for (kind, row) in rows.sorted(by: { $0.key < $1.key }) { print(kind, row) }
    }
}

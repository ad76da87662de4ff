import Testing
import TextAnalysis

@testable import SupportDesk

struct ComposedReplyBench {
    @Test func `bench`() throws {
        let workspace = try WorkspaceLoader.load(DemoCompanyTests.folder)
        let made = ContinuousClock().measure { _ = ReplyCheck(workspace) }
        let check = ReplyCheck(workspace)
        let index = KnowledgeIndex(workspace.passages, terms: TermAnalyzer())
        let replies = try LabelledReply.all()
        for author in [ReplyCheck.Author.builtIn, .languageModel] {
            let time = ContinuousClock().measure {
                for reply in replies {
                    let passages = (reply.sources ?? []).compactMap { index[$0] }
                    _ = check.findings(in: reply.reply, passages: passages, given: reply.given ?? [], said: [reply.said ?? ""], author: author)
                }
            }
            print("BENCH", author, time / replies.count)
        }
        let eight = Array(workspace.passages.prefix(8))
        let time = ContinuousClock().measure {
            for reply in replies { _ = check.findings(in: reply.reply, passages: eight, author: .languageModel) }
        }
        print("BENCH eight passages", time / replies.count, "made", made)
    }
}

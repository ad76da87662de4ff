package import TextAnalysis

/// A workspace made ready for answering: its words read, its rules compiled. Make it once a workspace; it takes some
/// milliseconds and is free to share.
package struct AnswerKit: Sendable {
    package let workspace: Workspace
    package let analyzer: TextAnalyzer
    package let policy: EscalationPolicy
    package let formatter: ReplyFormatter
    package let check: ReplyCheck

    package init(_ workspace: Workspace) {
        self.workspace = workspace
        analyzer = TextAnalyzer(workspace.textAnalysis)
        policy = EscalationPolicy(workspace)
        formatter = ReplyFormatter(workspace)
        check = ReplyCheck(workspace)
    }
}

extension Workspace {
    /// What the analysis is told of the company.
    package var textAnalysis: TextAnalyzerConfiguration {
        TextAnalyzerConfiguration(languages: languages, synonyms: synonyms, competitors: competitors)
    }
}

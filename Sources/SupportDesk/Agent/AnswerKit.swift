package import TextAnalysis

/// A workspace made ready for answering: its words read, its rules compiled. Make it once a workspace; it takes some
/// milliseconds and is free to share.
package struct AnswerKit: Sendable {
    package let workspace: Workspace
    package let analyzer: TextAnalyzer
    package let policy: EscalationPolicy
    package let formatter: ReplyFormatter
    package let check: ReplyCheck
    /// Characters that an answer may have on each channel.
    let room: [Channel: Int]

    /// The words of the company's and the product's name, in lower case.
    let ownNames: Set<String>

    package init(_ workspace: Workspace) {
        self.workspace = workspace
        let profile = workspace.profile
        let isNamed = profile.product != CompanyProfile().product
        ownNames = Set(
            ([profile.name] + (isNamed ? [profile.product] : [])).flatMap { name in
                name.lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init)
            })
        analyzer = TextAnalyzer(workspace.textAnalysis)
        policy = EscalationPolicy(workspace)
        formatter = ReplyFormatter(workspace)
        check = ReplyCheck(workspace)
        let formatter = formatter
        room = Dictionary(
            uniqueKeysWithValues: Channel.allCases.map { channel in
                let room = formatter.room(on: channel)
                // A word of English is five letters and a space long.
                return (channel, max(0, min(room.characters, room.words > 100_000 ? room.characters : room.words * 6)))
            })
    }
}

extension Workspace {
    /// What the analysis is told of the company.
    package var textAnalysis: TextAnalyzerConfiguration {
        TextAnalyzerConfiguration(languages: languages, synonyms: synonyms, competitors: competitors)
    }
}

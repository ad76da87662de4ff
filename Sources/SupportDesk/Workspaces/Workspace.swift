/// All that a company's folder says, checked, with a default for everything but its documents.
///
/// A value: whoever holds one keeps a whole and consistent company while a newer one is loaded.
package struct Workspace: Sendable {
    package var profile = CompanyProfile()
    /// ISO 639-1 codes of the languages it answers in; never empty, the first is the fallback.
    package var languages = ["en"]
    package var zone = ZoneRules.utc
    /// When the company works; teams without hours of their own keep these.
    package var hours = WorkingHours.office
    /// In the order of the file, never empty.
    package var teams = [Team.support]
    package var channels = ChannelStyle.defaults
    package var categories = Ticket.Category.allCases.map(\.rawValue)
    package var competitors: [String] = []
    /// Groups of words that mean the same to this company.
    package var synonyms: [[String]] = []
    package var limits = ReplyRules()
    package var budget = Budget()
    package var ticketReferencePrefix = "T"
    package var retentionDays = 90
    /// In the order in which they are tried.
    package var escalationRules = EscalationRule.standard(teams: [.support], rules: ReplyRules())
    /// Never empty.
    package var agents = [AgentProfile.support]
    package var skills = SkillManifest.standard
    package var templates = ReplyTemplates.standard
    package var phrases = Phrases.standard
    /// The documents' sections, in the order of their paths.
    package var passages: [Passage] = []

    package init() {}

    /// The agent that takes a message first.
    package var entryAgent: AgentProfile { agents.first(where: \.isEntry) ?? agents[0] }

    package func team(_ id: String) -> Team? { teams.first { $0.id == id } }

    package func style(of channel: Channel) -> ChannelStyle {
        channels[channel] ?? ChannelStyle.defaults[channel] ?? ChannelStyle()
    }
}

extension Workspace {
    /// A set phrase; the company's and the agent's names are filled in.
    package func phrase(
        _ key: Phrases.Key, on channel: Channel, language: String? = nil, _ values: [PhraseVariable: String] = [:]
    ) -> String {
        phrases.text(key, on: channel, language: language, values.merging(names) { given, _ in given })
    }

    /// What every phrase may name.
    var names: [PhraseVariable: String] {
        [
            .company: profile.name, .product: profile.product, .agentName: entryAgent.displayName,
            .statusPage: profile.statusPage ?? "", .website: profile.website ?? "",
        ]
    }
}

/// Who the company is.
package struct CompanyProfile: Equatable, Sendable {
    package var name = "our company"
    /// Fit for file names and links: lower-case letters, digits, hyphens.
    package var slug = "workspace"
    package var product = "our product"
    /// What the product is, in a few words.
    package var productDescription: String?
    package var website: String?
    package var statusPage: String?
    package var privacyPolicy: String?
    /// `company-profile.md`, for people and models.
    package var about = ""
    /// `brand-voice.md`.
    package var voice = ""

    package init() {}
}

/// What replies must never do, unless the workspace says otherwise (rules of `workspace.yaml`).
package struct ReplyRules: Equatable, Sendable {
    package enum Permission: String, Sendable, CaseIterable {
        case never
        /// Only what the passages that an answer cites say, word for word.
        case fromDocuments = "from_documents"
        case allowed
    }

    package var statePrices = Permission.never
    package var promiseRefunds = Permission.never
    package var discussCompetitors = Permission.never
    package var revealInternals = Permission.never
    /// Figures and links of an answer must occur in the passages it cites.
    package var sourcesRequired = true

    package init() {}
}

/// What models may cost before the built-in one answers alone; `nil` is without limit.
package struct Budget: Equatable, Sendable {
    package var monthlyUSD: Double?
    package var dailyUSD: Double?
    package var perConversationUSD: Double?

    package init() {}
}

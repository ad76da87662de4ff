package import Formats

/// What stands around an answer on each channel: greeting, signature, reference, notes.
package struct ReplyTemplates: Sendable {
    /// By channel, and by language within it; `""` is for every language without one of its own.
    var templates: [Channel: [String: Template]]

    /// What a template may name. `sources` repeats, with `sources.title` and `sources.citation`.
    package static let variables = [
        "body", "next_step", "customer_name", "agent_name", "company", "product", "reference", "ticket_url", "website",
        "status_page", "privacy_policy", "human_hint", "ai_disclosure", "sources.title", "sources.citation",
    ]

    package func template(for channel: Channel, language: String?) -> Template? {
        let byLanguage = templates[channel] ?? Self.standard.templates[channel] ?? [:]
        return language.flatMap { byLanguage[$0] } ?? byLanguage[""]
    }
}

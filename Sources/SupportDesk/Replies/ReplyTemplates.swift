import Formats

/// What stands around an answer on each channel: greeting, signature, reference, notes.
package struct ReplyTemplates: Sendable {
    /// By channel, and by language within it; `""` is for every language without one of its own.
    var templates: [Channel: [String: Template]]

    /// What a template may name. `sources` repeats, with `sources.title` and `sources.citation`.
    package static let variables = [
        "body", "next_step", "customer_name", "agent_name", "company", "product", "reference", "ticket_url", "website",
        "status_page", "privacy_policy", "human_hint", "ai_disclosure", "sources.title", "sources.citation",
    ]

    func template(for channel: Channel, language: String?) -> Template? {
        let byLanguage = templates[channel] ?? Self.standard.templates[channel] ?? [:]
        return language.flatMap { byLanguage[$0] } ?? byLanguage[""] ?? byLanguage.values.first
    }

    package static let standard = ReplyTemplates(templates: [
        .email: [
            "": Template(
                fixed: """
                    {{#customer_name}}Dear {{{customer_name}}},{{/customer_name}}{{^customer_name}}Hello,{{/customer_name}}

                    {{{body}}}
                    {{#next_step}}

                    {{{next_step}}}
                    {{/next_step}}

                    Kind regards,
                    {{{agent_name}}}
                    {{{company}}}

                    {{#reference}}
                    Reference: {{{reference}}}
                    {{/reference}}
                    {{#ticket_url}}
                    Your request: {{{ticket_url}}}
                    {{/ticket_url}}
                    {{{ai_disclosure}}} {{{human_hint}}}
                    """)
        ],
        .whatsapp: [
            "": Template(
                fixed: """
                    {{{body}}}{{#next_step}}

                    {{{next_step}}}{{/next_step}}

                    {{{ai_disclosure}}} {{{human_hint}}}
                    """)
        ],
        .webForm: [
            "": Template(
                fixed: """
                    {{#customer_name}}Hi {{{customer_name}}},{{/customer_name}}{{^customer_name}}Hi,{{/customer_name}}

                    {{{body}}}
                    {{#next_step}}

                    {{{next_step}}}
                    {{/next_step}}

                    {{{agent_name}}}, {{{company}}}{{#reference}}
                    Reference: {{{reference}}}{{/reference}}
                    {{{ai_disclosure}}} {{{human_hint}}}
                    """)
        ],
    ])
}

import Formats

/// A text with variables, for each channel and language that has one of its own.
package struct LocalizedText: Sendable {
    /// Which text is meant; both `nil` is the default.
    struct Variant: Hashable, Sendable {
        var channel: Channel?
        var language: String?
    }

    private var variants: [Variant: Template]

    init(_ variants: [Variant: Template]) { self.variants = variants }

    /// Texts of our own.
    init(_ text: String, whatsapp: String? = nil) {
        variants = [Variant(): Template(fixed: text)]
        if let whatsapp { variants[Variant(channel: .whatsapp)] = Template(fixed: whatsapp) }
    }

    /// The channel's text in this language, else the default in this language, else the channel's, else the default.
    /// A variable without a value is empty.
    package func text(
        on channel: Channel, language: String? = nil, _ values: [PhraseVariable: String] = [:]
    ) -> String {
        var context = JSONObject()
        for (variable, value) in values { context[variable.rawValue] = .string(value) }
        let template = template(on: channel, language: language)
        return (try? template?.render(.object(context), escaping: .none)) ?? ""
    }

    private func template(on channel: Channel, language: String?) -> Template? {
        if let language {
            // A script or region falls back to its language: `pt-BR` to `pt`.
            let names = [language, String(language.prefix { $0 != "-" })]
            for name in names {
                if let text = variants[Variant(channel: channel, language: name)] ?? variants[Variant(language: name)] {
                    return text
                }
            }
        }
        return variants[Variant(channel: channel)] ?? variants[Variant()]
    }
}

/// What a phrase may name.
package enum PhraseVariable: String, Sendable, CaseIterable {
    case company, product, topic, choices, team, reference, hours, day, date, time, website
    case agentName = "agent_name"
    case customerName = "customer_name"
    case answerTime = "answer_time"
    case statusPage = "status_page"
}

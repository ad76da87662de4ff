import Formats

/// The text of a reply for one recipient, around whichever part of the answer is shown, and the limits it must keep.
struct ReplyPage {
    private let workspace: Workspace
    private let channel: Channel
    private let style: ChannelStyle
    private let language: String?
    private let template: Template?
    /// Every variable but those of the answer itself.
    private let around: JSONObject
    private let sources: [Message.Source]

    init(_ workspace: Workspace, _ channel: Channel, _ recipient: Recipient, sources: [Message.Source]) {
        self.workspace = workspace
        self.channel = channel
        self.sources = sources
        style = workspace.style(of: channel)
        language = recipient.language
        template = workspace.templates.template(for: channel, language: recipient.language)

        var around = JSONObject()
        let values: [(String, String?)] = [
            ("customer_name", GreetingName(recipient.name)?.text), ("reference", recipient.reference),
            ("ticket_url", recipient.ticketURL), ("agent_name", workspace.entryAgent.displayName),
            ("company", workspace.profile.name), ("product", workspace.profile.product),
            ("website", workspace.profile.website), ("status_page", workspace.profile.statusPage),
            ("privacy_policy", workspace.profile.privacyPolicy),
            ("human_hint", workspace.phrase(.humanHint, on: channel, language: language)),
            ("ai_disclosure", workspace.phrase(.aiDisclosure, on: channel, language: language)),
        ]
        for (name, value) in values { around[name] = .string(value ?? "") }
        around["sources"] = .array(
            sources.prefix(3).map { source in
                var entry = JSONObject()
                entry["title"] = .string(source.title)
                entry["citation"] = .string(source.citation)
                return .object(entry)
            })
        self.around = around
    }

    /// The same page with nothing on it that came from outside the workspace.
    var bare: ReplyPage { ReplyPage(workspace, channel, Recipient(language: language), sources: []) }

    func text(_ units: [ReplyUnit], opener: String?, nextStep: String?) -> String {
        let isChat = style.tone == .conversational
        let answer = ReplyUnit.text(of: units, separator: isChat ? "\n" : "\n\n")
        let startsWithSentence = units.first?.isSentence ?? false
        let separator = isChat ? (startsWithSentence ? " " : "\n") : "\n\n"
        let parts = [opener.map(Self.oneLine), answer].compactMap(\.self).filter { !$0.isEmpty }

        var context = around
        context["body"] = .string(parts.joined(separator: separator))
        context["next_step"] = .string(nextStep.map(Self.oneLine) ?? "")
        let rendered = try? template?.render(.object(context), escaping: .none)
        return Self.tidied(rendered ?? parts.joined(separator: separator))
    }

    /// Says how to get what was left out.
    var pointer: String { workspace.phrase(.nextMoreSteps, on: channel, language: language) }

    /// Says where the answer stands, when none of it fits.
    var sourcePointer: String {
        guard let source = sources.first else { return pointer }
        return workspace.phrase(.seeSource, on: channel, language: language, [.topic: source.title]) + " " + pointer
    }

    func fits(_ text: String) -> Bool {
        text.utf16.count <= style.maxCharacters && Self.words(in: text) <= style.maxWords ?? .max
    }

    /// Whether a text with further help is still as short as one wants it.
    func isPreferred(_ text: String) -> Bool {
        fits(text) && text.utf16.count <= style.preferredCharacters ?? style.maxCharacters
    }

    static func words(in text: String) -> Int { text.split(whereSeparator: \.isWhitespace).count }

    private static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).map(\.trimmed).joined(separator: " ")
    }

    /// Without spaces at line ends and without more than one empty line in a row, which missing parts leave behind.
    private static func tidied(_ text: String) -> String {
        var lines: [Substring] = []
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            let end = line.lastIndex { !$0.isWhitespace }.map(line.index(after:)) ?? line.startIndex
            if end == line.startIndex, lines.last?.isEmpty ?? true { continue }
            lines.append(line[..<end])
        }
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.joined(separator: "\n")
    }
}

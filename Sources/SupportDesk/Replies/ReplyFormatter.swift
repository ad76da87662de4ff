import Formats

/// Brings a draft into a channel's form (AG-5).
///
/// The limits in words and in characters hold for the whole text, whatever the draft and the name. Text is never cut:
/// what does not fit is dropped from the end by whole sentences, steps or items, and the reader is told where the rest is.
package struct ReplyFormatter: Sendable {
    private let workspace: Workspace

    package init(_ workspace: Workspace) { self.workspace = workspace }

    package func format(_ draft: Draft, on channel: Channel, for recipient: Recipient) -> FormattedReply {
        let page = ReplyPage(workspace, channel, recipient, sources: draft.sources)
        let units = ReplyUnit.units(of: draft.body)
        let extras = ReplyUnit.units(of: draft.extras)

        let whole = page.text(units + extras, opener: draft.opener, nextStep: draft.nextStep)
        if page.isPreferred(whole) { return FormattedReply(text: whole, rest: [], isShortened: false) }
        // Rather the whole answer without its closing words than a part of it.
        for nextStep in [draft.nextStep, nil] {
            let answer = page.text(units, opener: draft.opener, nextStep: nextStep)
            if page.fits(answer) { return FormattedReply(text: answer, rest: draft.extras, isShortened: false) }
        }
        return shortened(draft, units, page)
    }

    /// As many units as fit, with a pointer to the rest; without the opener where only so anything of the answer fits.
    private func shortened(_ draft: Draft, _ units: [ReplyUnit], _ page: ReplyPage) -> FormattedReply {
        for opener in [draft.opener, nil] {
            var low = 0
            var high = max(0, units.count - 1)
            // The text only grows with its units, so the largest number that fits is found by halving.
            while low < high {
                let middle = (low + high + 1) / 2
                let text = page.text(Array(units[..<middle]), opener: opener, nextStep: page.pointer)
                if page.fits(text) { low = middle } else { high = middle - 1 }
            }
            let kept = Array(units[..<low])
            let text = page.text(kept, opener: opener, nextStep: page.pointer)
            if low > 0, page.fits(text) {
                return FormattedReply(text: text, rest: ReplyUnit.blocks(of: Array(units[low...])), isShortened: true)
            }
        }
        let texts = [
            page.text([], opener: draft.opener, nextStep: page.sourcePointer),
            page.text([], opener: nil, nextStep: page.sourcePointer),
            page.text([], opener: nil, nextStep: page.pointer),
        ]
        let bare = page.bare.text([], opener: nil, nextStep: page.pointer)
        return FormattedReply(text: texts.first(where: page.fits) ?? bare, rest: draft.body, isShortened: true)
    }

    /// What is left for an answer when the template, its notes and a pointer took their part.
    func room(on channel: Channel) -> (characters: Int, words: Int) {
        let recipient = Recipient(
            name: String(repeating: "n", count: GreetingName.longest),
            reference: workspace.ticketReferencePrefix + "-000000",
            ticketURL: "https://" + String(repeating: "u", count: 100))
        let page = ReplyPage(workspace, channel, recipient, sources: [])
        let text = page.text([], opener: nil, nextStep: page.pointer)
        let style = workspace.style(of: channel)
        return (style.maxCharacters - text.utf16.count, (style.maxWords ?? .max) - ReplyPage.words(in: text))
    }
}

/// Whom a reply is for.
package struct Recipient: Equatable, Sendable {
    /// As it was typed or sent; checked before it is greeted with.
    package var name: String?
    package var reference: String?
    /// The ticket's page.
    package var ticketURL: String?
    /// ISO 639-1; `nil` is the workspace's first.
    package var language: String?

    package init(name: String? = nil, reference: String? = nil, ticketURL: String? = nil, language: String? = nil) {
        self.name = name
        self.reference = reference
        self.ticketURL = ticketURL
        self.language = language
    }
}

/// A reply as the customer reads it.
package struct FormattedReply: Equatable, Sendable {
    package let text: String
    /// What did not fit of answer or further help, to be sent when the customer asks for more.
    package let rest: [Draft.Block]
    /// A part of the answer itself is missing, and the text says so.
    package let isShortened: Bool
}

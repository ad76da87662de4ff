/// An answer before it takes a channel's form.
package struct Draft: Equatable, Sendable {
    package enum Block: Equatable, Sendable {
        /// Whole sentences.
        case paragraph([String])
        /// Numbered from `start`; each step is one text.
        case steps([String], start: Int = 1)
        case bullets([String])
        /// Shown as it is, dropped only as a whole.
        case code(String)
    }

    /// A sentence of understanding, before everything else.
    package var opener: String?
    /// The answer.
    package var body: [Block]
    /// Further help, added as far as the preferred length allows.
    package var extras: [Block]
    /// What the customer can do now, or what we do and by when.
    package var nextStep: String?
    package var sources: [Message.Source]

    package init(
        opener: String? = nil, body: [Block], extras: [Block] = [], nextStep: String? = nil,
        sources: [Message.Source] = []
    ) {
        self.opener = opener
        self.body = body
        self.extras = extras
        self.nextStep = nextStep
        self.sources = sources
    }
}

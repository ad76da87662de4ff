/// How replies on one channel look and how long they may be. All limits hold together, everything a template adds counted.
package struct ChannelStyle: Equatable, Sendable {
    package enum Tone: String, Sendable, CaseIterable {
        case formal
        case conversational
        case semiFormal = "semi_formal"
    }

    package var isEnabled = true
    package var tone = Tone.semiFormal
    package var maxWords: Int?
    /// In UTF-16 units, the longest way any of our channels counts; at least 120.
    package var maxCharacters = 1_000
    /// A length that replies aim at: further help is added only up to here.
    package var preferredCharacters: Int?
    /// Told after a message was taken, such as `within 5 minutes`; `nil` says what was measured.
    package var estimatedResponseTime: String?

    package init() {}

    package static let defaults: [Channel: ChannelStyle] = [
        .email: ChannelStyle(tone: .formal, maxWords: 500, maxCharacters: 2_000),
        .whatsapp: ChannelStyle(tone: .conversational, maxCharacters: 300, preferredCharacters: 160),
        .webForm: ChannelStyle(tone: .semiFormal, maxWords: 300, maxCharacters: 1_000),
    ]

    package init(tone: Tone, maxWords: Int? = nil, maxCharacters: Int, preferredCharacters: Int? = nil) {
        self.tone = tone
        self.maxWords = maxWords
        self.maxCharacters = maxCharacters
        self.preferredCharacters = preferredCharacters
    }
}

/// Patterns that show one intent, in the language of ``PatternBook``.
struct IntentRule: Sendable {
    let intent: Intent
    let name: String
    let strength: Double
    /// Whether a denial before it ("I don't want …") takes it back.
    let canBeDenied: Bool
    let patterns: [String]

    init(_ intent: Intent, _ name: String, _ strength: Double, deniable: Bool = true, _ patterns: [String]) {
        self.intent = intent
        self.name = name
        self.strength = strength
        canBeDenied = deniable
        self.patterns = patterns
    }
}

/// Words that look like an intent and are none where these patterns cover them.
struct IntentShield: Sendable {
    let intents: [Intent]
    let patterns: [String]
}

import TextAnalysis

/// Matters no company's help centre is asked about.
enum OffTopic {
    static func isAsked(_ analysis: MessageAnalysis) -> Bool {
        analysis.hit(.featureRequest) == nil && analysis.tokens.tokens.count <= longest
            && !matcher.matches(in: analysis.tokens).isEmpty
    }

    /// Tokens; who writes more has a matter of ours, whatever else is in it.
    private static let longest = 40

    private static let matcher = PhraseMatcher([
        "weather", "recipe", "horoscope", "joke", "poem", "essay", "homework", "lottery", "football", "soccer",
        "world cup",
        "president", "prime minister", "election", "capital of", "meaning of life", "sing", "song", "movie", "bitcoin",
        "crypto price", "stock market", "translate this", "who won", "tell me a story", "write me a", "your favourite",
        "your favorite", "do you love", "marry me", "are you single", "your opinion on politics", "french revolution",
        "world war", "solve this equation", "math problem", "girlfriend", "boyfriend", "restaurant", "hotel",
        "cinema", "diet", "medical advice", "headache",
    ])
}

/// Questions that set us against another company.
enum Comparison {
    static func isAsked(_ analysis: MessageAnalysis) -> Bool {
        !matcher.matches(in: analysis.tokens).isEmpty
    }

    private static let matcher = PhraseMatcher([
        "better", "worse", "compare", "comparison", "compared", "versus", "vs", "alternative", "than", "unlike",
        "instead of",
        "which would you choose", "difference between", "convince me", "why not use", "has this", "have this",
        "had this",
        "can do this", "cheaper",
    ])
}

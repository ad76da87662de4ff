extension PromiseReader {
    static let adverbs: Set<String> = [
        "already", "now", "just", "also", "then", "certainly", "definitely", "personally", "immediately", "soon",
        "shortly", "always", "gladly", "happily", "currently", "still", "of", "course", "actively", "even", "all",
        "both", "never", "simply", "probably", "surely", "automatically", "manually", "directly", "quickly",
        "promptly", "only",
    ]

    static let doubts: Set<String> = [
        "promise", "guarantee", "say", "know", "tell", "sure", "confirm", "decide", "commit",
    ]

    static let ongoing: Set<String> = [
        "working", "looking", "investigating", "fixing", "reviewing", "processing", "preparing", "developing",
        "planning", "checking", "building", "handling", "escalating", "forwarding", "arranging", "sending",
        "resetting", "restoring", "transferring", "passing", "opening", "creating", "adding", "cancelling",
        "upgrading",
    ]

    static let pasts: Set<String> = [
        "reset", "sent", "made", "gave", "told", "spoke", "put", "set", "ran", "took", "got",
    ]

    static let contacts = [
        "get back to you", "gets back to you", "be in touch", "reach out to you", "follow up with you",
        "keep you posted", "keep you updated", "keep you informed", "let you know as soon", "call you back",
        "come back to you", "let me check", "let me look", "let me forward", "let me pass", "let me escalate",
        "let me ask", "let me transfer", "let me connect",
    ].map { $0.split(separator: " ").map(String.init) }

    static let assurances = [
        "we guarantee", "i guarantee", "is guaranteed", "are guaranteed", "be guaranteed", "guaranteed to",
        "we promise", "i promise", "our guarantee", "my guarantee", "our promise", "our word", "my word", "my promise",
        "we assure", "i assure", "i can assure", "we can assure", "i can guarantee", "we can guarantee",
        "i can promise", "we can promise", "rest assured", "you have my word", "without fail", "will make sure",
        "will ensure", "we make sure", "i make sure", "never happen again", "not happen again", "will never",
        "of course we will",
    ].map { $0.split(separator: " ").map(String.init) }
}

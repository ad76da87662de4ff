import TextAnalysis

/// Prices, refunds and talk about instructions in the words that a language model finds for them.
struct ForbiddenWords: Sendable {
    private let matcher: PhraseMatcher
    private static let groups: [(ReplyFinding.Kind, [String])] = [
        (.price, prices), (.price, looseWords), (.refundPromise, refunds), (.instructions, instructions),
    ]
    private let kinds: [ReplyFinding.Kind]
    private let loose: Range<Int>

    init() {
        matcher = PhraseMatcher(Self.groups.flatMap(\.1), language: "en")
        kinds = Self.groups.flatMap { kind, phrases in phrases.map { _ in kind } }
        loose = Self.prices.count..<(Self.prices.count + Self.looseWords.count)
    }

    func find(in text: TokenizedText, passages: [TokenizedText]) -> [(
        kind: ReplyFinding.Kind, match: PhraseMatcher.Match
    )] {
        var matches = matcher.matches(in: text)
        if matches.contains(where: { loose.contains($0.phrase) }) {
            let open = Set(passages.flatMap { matcher.matches(in: $0).map(\.phrase) })
            matches.removeAll { loose.contains($0.phrase) && open.contains($0.phrase) }
        }
        return matches.map { (kinds[$0.phrase], $0) }
    }

    private static let prices = [
        "free of charge", "free of cost", "\"for free\"", "at no|zero cost|charge|fee|expense",
        "at no|zero extra|additional|added|further cost|charge|fee|expense",
        "no extra|additional|added|further|hidden|setup cost|charge|fee|fees|costs",
        "without|any extra|additional cost|charge|fee", "does|do|will|would not cost anything|extra|more|you|a",
        "costs|cost nothing", "is|are complimentary", "on the house", "half the|of price|the", "half price",
        "twice|double the price", "percent discount|off|cheaper|less|rebate", "discount of|code|on|for",
        "a|at|with|get|offer|receive|your special|small|loyalty|volume|big|annual|yearly discount",
        "get|offer|give|receive|have you|a discount", "discounted price|rate|plan|seat|seats",
        "first|one|two|three month|months|year free", "free month|months|year|upgrade|seat|seats|of",
        "waive|waived the|that|this|your|any fee|charge|cost|amount",
        "costs|cost|priced|charged|starts|start|pay|paying at|from|about|around|only|just|roughly hundred|thousand",
        "per|a seat|user|member per|a month|year costs",
    ]

    /// Words about money that a section may use too, and then the reply.
    private static let looseWords = [
        "additional|extra|small|monthly|yearly|annual|setup|one-time|cancellation|processing|service fee|charge|surcharge|cost",
        "fee|fees|surcharge applies|apply", "cheaper", "cheapest", "less|more|most|least expensive|affordable|costly",
        "you save|saves", "save|saving|saves money|percent", "best|good|great value|deal|price",
        "special offer|price|deal", "introductory|promotional offer|price|rate", "not be|get charged|billed",
        "not have|need to pay", "nothing to pay", "without being charged|billed",
    ]

    private static let refunds = [
        "get|getting|be|been|being|is|are|gets reimbursed|refunded|compensated|repaid", "credit note|memo",
        "make|made|making you whole", "claim|request|demand back", "claim|demand your|the money",
        "we|i|team|they will|can|shall|would|could|to reimburse|compensate", "be reimbursed|compensated",
        "we|i have reimbursed|compensated|credited|reversed|waived", "we|i credited|reversed|reimbursed|waived",
        "has|have|was|were|been credited|reversed|reimbursed|waived",
        "will|be been|be credited|reversed|reimbursed|waived", "will|shall|can credit your|the|you",
        "credit|credits to|on your account|next|invoice",
        "issue|issued|add|added|apply|applied|give|given|receive|get a|an|you|account credit",
        "issue|issued|add|added|apply|applied|give|given|receive|get you|a a|an|account credit",
        "return|returning|refund|refunding the|your|this|that amount|money|payment|charge|difference|fee|fees",
        "money|payment|amount|charge|fee will|is|was|has be|been|being returned|reversed|refunded|repaid",
        "payment|money|amount returned|back to your|the", "entitled|eligible|qualify to|for a|the|your refund",
        "entitled|eligible|qualify to|for a|the|your full|partial|complete|whole refund", "your|the|all money back",
        "pay|paid|paying you|it|this|that back", "refund is|was|being already|now|on|under",
        "refund|reimbursement is|are on the|its way",
        "refund|reimbursement will|should|is arrive|be|reach|appear|take",
        "receive|get|expect|see a|your|the refund|reimbursement",
        "receive|get|expect|see a|your|the full|partial|prorated refund",
        "reverse|reversed|cancel|cancelled the|this|that|your charge|payment",
        "process|processed|processing|initiate|initiated|start|started|arrange|arranged|approve|approved a|the|your refund",
        "process|processed|processing|initiate|initiated|start|started|arrange|arranged|approve|approved a|the|your full|partial refund",
        "we|i refund|refunded|refunding you|the|your|it|this|that", "have refunded",
    ]

    private static let instructions = [
        "my|these|the|internal|secret|hidden instructions say|tell|state|are|read|forbid|require|include|do",
        "my instructions|prompt|programming|guidelines|guardrails|directives",
        "my|internal|these rules say|tell|forbid|are|state",
        "system|initial|original|developer|hidden prompt|message|instructions", "language model", "llm",
        "i was|am|been|were told|instructed|programmed|prompted|configured|trained|ordered|designed to|not|by|that",
        "i have been told|instructed|programmed|prompted|configured|trained|ordered to|not|by|that",
        "instructions|rules|guidelines|orders i was|am|have|got|received|follow|must",
        "my configuration|developers|programmers", "sentiment|confidence|relevance score",
        "escalation reason|rule|rules|policy", "provided|given|retrieved context|passages|sections|excerpts",
        "the passages|excerpts", "passages|sections|context|excerpts provided|given|retrieved",
        "i was|am|been instructed|programmed", "as an ai i|model|language", "as a|an ai|chatbot|bot i can|was|am|have",
        "my training|knowledge data|cutoff", "tool|function call|calls|calling|name|names",
        "call|called|calling|use|used|using|run|ran|invoke|invoked the tool|function",
        "ignore|disregard all|my|the|previous previous|prior|earlier|above|instructions",
        "openai|anthropic|chatgpt|gpt|gemini|mistral|llama", "context window", "prompt injection",
        "knowledge base search|tool|returned",
    ]
}

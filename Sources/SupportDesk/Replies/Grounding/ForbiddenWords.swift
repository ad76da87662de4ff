import TextAnalysis

/// Prices, refunds and talk about instructions in the words that a language model finds for them.
struct ForbiddenWords: Sendable {
    private let matcher: PhraseMatcher
    private static let groups: [(ReplyFinding.Kind, [String])] = [
        (.price, prices), (.refundPromise, refunds), (.instructions, instructions),
    ]
    private let kinds: [ReplyFinding.Kind]

    init() {
        matcher = PhraseMatcher(Self.groups.flatMap(\.1), language: "en")
        kinds = Self.groups.flatMap { kind, phrases in phrases.map { _ in kind } }
    }

    func find(in text: TokenizedText) -> [(kind: ReplyFinding.Kind, match: PhraseMatcher.Match)] {
        matcher.matches(in: text).map { (kinds[$0.phrase], $0) }
    }

    private static let prices = [
        "free of charge", "free of cost", "\"for free\"", "at no|zero cost|charge|fee|expense",
        "at no|zero extra|additional|added|further cost|charge|fee|expense",
        "no extra|additional|added|further|hidden|setup cost|charge|fee|fees|costs",
        "without|any extra|additional cost|charge|fee",
        "does|do|will|would not cost anything|extra|more|you|a", "costs|cost nothing", "is|are complimentary",
        "on the house",
        "half the|of price|the", "half price", "twice|double the price", "percent discount|off|cheaper|less|rebate",
        "discount of|code|on|for",
        "a|at|with|get|offer|receive|your special|small|loyalty|volume|big|annual|yearly discount",
        "get|offer|give|receive|have you|a discount", "discounted price|rate|plan|seat|seats",
        "first|one|two|three month|months|year free",
        "free month|months|year|upgrade|seat|seats|of", "waive|waived the|that|this|your|any fee|charge|cost|amount",
        "costs|cost|priced|charged|starts|start|pay|paying at|from|about|around|only|just|roughly hundred|thousand",
        "per|a seat|user|member per|a month|year costs",
    ]

    private static let refunds = [
        "we|i|team|they will|can|shall|would|could|to reimburse|compensate", "be reimbursed|compensated",
        "we|i have reimbursed|compensated|credited|reversed|waived", "we|i credited|reversed|reimbursed|waived",
        "has|have|was|were|been credited|reversed|reimbursed|waived",
        "will|be been|be credited|reversed|reimbursed|waived",
        "will|shall|can credit your|the|you", "credit|credits to|on your account|next|invoice",
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
        "i was|am|been instructed|programmed",
        "as an ai i|model|language", "as a|an ai|chatbot|bot i can|was|am|have", "my training|knowledge data|cutoff",
        "tool|function call|calls|calling|name|names",
        "call|called|calling|use|used|using|run|ran|invoke|invoked the tool|function",
        "ignore|disregard all|my|the|previous previous|prior|earlier|above|instructions",
        "openai|anthropic|chatgpt|gpt|gemini|mistral|llama",
        "context window", "prompt injection", "knowledge base search|tool|returned",
    ]
}

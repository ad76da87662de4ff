/// What a message wants or does. A message may have several.
package enum Intent: String, Sendable, CaseIterable {
    case greeting, thanks, goodbye, acknowledgement
    /// Asks how something is done or whether it can be.
    case howTo = "how_to"
    case problemReport = "problem_report"
    case featureRequest = "feature_request"
    case feedback, complaint
    /// Asks what something costs, for a discount or a quotation.
    case pricingInquiry = "pricing_inquiry"
    /// Wants money back, or disputes a payment.
    case refundRequest = "refund_request"
    case cancellation
    /// Lawyers, suits, regulators, compliance.
    case legal
    /// Wants to deal with a person.
    case humanRequest = "human_request"
    /// An account taken over, data leaked, a vulnerability.
    case security
    /// Wants personal data exported or erased.
    case dataRequest = "data_request"
    /// Threatens persons or the company.
    case threat
    case profanity
    /// Names a competitor of the workspace.
    case competitor
    case promptInjection = "prompt_injection"
    case gibberish
    case emojiOnly = "emoji_only"
    case empty
    /// Written by a machine: out of office, delivery failure.
    case automaticReply = "automatic_reply"
}

/// An intent found, with the words that show it.
package struct IntentHit: Sendable, Equatable {
    package let intent: Intent
    /// The rule that fired, for receipts and traces.
    package let rule: String
    /// UTF-8 offsets in the message.
    package let range: Range<Int>
    /// The matched words as written.
    package let text: String
    /// 0…1: from 0.7 on the words mean it; around 0.4 they only touch the matter ("what is your refund policy?").
    package let strength: Double
}

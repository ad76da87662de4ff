import Formats

/// The agent's set phrases: short texts with variables, per channel and language.
package struct Phrases: Sendable {
    /// Where a phrase is used. The raw value is its key in `templates/phrases.yaml`; those below `next_step` and
    /// `answer_time` stand there.
    package enum Key: String, Sendable, CaseIterable {
        case greetingReply = "greeting_reply"
        case thanksReply = "thanks_reply"
        case goodbyeReply = "goodbye_reply"
        case acknowledgementReply = "acknowledgement_reply"
        case clarifyingQuestion = "clarifying_question"
        case clarifyingChoice = "clarifying_choice"
        case bugDetails = "bug_details"
        case bugDetailsMissing = "bug_details_missing"
        case bugReportReceived = "bug_report_received"
        case featureRequestReply = "feature_request_reply"
        case feedbackPositiveReply = "feedback_positive_reply"
        case feedbackNegativeReply = "feedback_negative_reply"
        case noAnswer = "no_answer"
        case partlyAnswered = "partly_answered"
        case apologyAfterFailure = "apology_after_failure"
        case offTopic = "off_topic"
        case promptInjection = "prompt_injection"
        case competitor
        case emptyMessage = "empty_message"
        case emojiOnly = "emoji_only"
        case attachmentOnly = "attachment_only"
        case gibberish
        case veryLongMessage = "very_long_message"
        case duplicateMessage = "duplicate_message"
        case otherLanguage = "other_language"
        case otherLanguageAnswered = "other_language_answered"
        case withTeammate = "with_teammate"
        case reopened
        case alreadyEscalated = "already_escalated"
        case sensitiveDataRemoved = "sensitive_data_removed"
        case priorContact = "prior_contact"
        case claimedContact = "claimed_contact"
        case severalQuestionsOpener = "several_questions_opener"
        case seeSource = "see_source"
        case humanHint = "human_hint"
        case aiDisclosure = "ai_disclosure"
        case nextAnswered = "next_step.answered"
        case nextMoreSteps = "next_step.more_steps"
        case nextAskedBack = "next_step.asked_back"
        case nextEscalated = "next_step.escalated"
        case nextClosed = "next_step.closed"
        case answerWithinHour = "answer_time.within_hour"
        case answerWithinHours = "answer_time.within_hours"
        case answerByTime = "answer_time.by_time"
        case answerByDate = "answer_time.by_date"
    }

    var texts: [Key: LocalizedText]
    var openers: [EmpathyOpener]

    /// The phrase with its variables filled in; empty where the workspace wants none.
    ///
    /// Falls back from the channel in this language to the default in this language, then to the channel in any
    /// language and to the default. A variable without a value is empty.
    package func text(
        _ key: Key, on channel: Channel, language: String? = nil, _ values: [PhraseVariable: String] = [:]
    ) -> String {
        texts[key]?.text(on: channel, language: language, values) ?? ""
    }

    /// The sentence of understanding that goes before an answer; `nil` where this feeling needs none.
    package func opener(forSentiment score: Double, on channel: Channel, language: String? = nil) -> String? {
        guard let opener = openers.first(where: { score < $0.below }) else { return nil }
        let text = opener.text.text(on: channel, language: language, [:])
        return text.isEmpty ? nil : text
    }
}

/// What a phrase may name.
package enum PhraseVariable: String, Sendable, CaseIterable {
    case company, product, topic, choices, team, reference, hours, day, date, time
    case agentName = "agent_name"
    case customerName = "customer_name"
    case answerTime = "answer_time"
    case statusPage = "status_page"
    case website
}

/// An opener for all scores below a limit that no earlier one took.
package struct EmpathyOpener: Sendable {
    package let below: Double
    package let text: LocalizedText
}

/// A text for each channel and language that has one of its own.
package struct LocalizedText: Sendable {
    /// Which text is meant; both `nil` is the default.
    struct Variant: Hashable, Sendable {
        var channel: Channel?
        var language: String?
    }

    var variants: [Variant: Template]

    package func text(on channel: Channel, language: String?, _ values: [PhraseVariable: String]) -> String {
        let wanted = [
            Variant(channel: channel, language: language), Variant(language: language), Variant(channel: channel),
            Variant(),
        ]
        guard let template = wanted.lazy.compactMap({ variants[$0] }).first else { return "" }
        var context = JSONObject()
        for (variable, value) in values { context[variable.rawValue] = .string(value) }
        return (try? template.render(.object(context), escaping: .none)) ?? ""
    }
}

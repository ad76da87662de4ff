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
        case handOff = "hand_off"
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
        case monday = "answer_time.monday"
        case tuesday = "answer_time.tuesday"
        case wednesday = "answer_time.wednesday"
        case thursday = "answer_time.thursday"
        case friday = "answer_time.friday"
        case saturday = "answer_time.saturday"
        case sunday = "answer_time.sunday"

        static func weekday(_ day: Weekday) -> Key {
            switch day {
            case .monday: .monday
            case .tuesday: .tuesday
            case .wednesday: .wednesday
            case .thursday: .thursday
            case .friday: .friday
            case .saturday: .saturday
            case .sunday: .sunday
            }
        }
    }

    var texts: [Key: LocalizedText]
    var openers: [EmpathyOpener]

    /// The phrase with its variables filled in; empty where the workspace wants none. ``Workspace/phrase(_:on:language:_:)``
    /// knows the company's names besides.
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

/// An opener for all scores below a limit that no earlier one took.
package struct EmpathyOpener: Sendable {
    package let below: Double
    package let text: LocalizedText
}

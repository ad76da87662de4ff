/// One of the questions or requests of a message.
package struct QuestionPart: Sendable, Equatable {
    /// Without enumeration, greeting and pleasantries, as written otherwise.
    package let text: String
    /// UTF-8 offsets in the message.
    package let range: Range<Int>
    /// Asks something, as opposed to stating a problem or a wish.
    package let isQuestion: Bool
    /// How it leans on what was said before; `nil` when it stands by itself.
    package let followUp: FollowUp?
}

/// The ways in which a text needs the topic of an earlier one.
package enum FollowUp: Sendable, Equatable {
    /// "And on mobile?", "What about annual plans?": the same question about something else. The words that are new.
    case aboutInstead(String)
    /// "That didn't work", "still the same": the last answer failed.
    case didNotHelp
    /// "How do I do that?", "is it free?": only a pronoun tells the subject.
    case pronoun
    /// "Why?", "tell me more", "how so?"
    case elaborate
    /// "Yes", "no", "the second one": an answer to a question of ours.
    case reply(affirmative: Bool?)
}

extension Phrases {
    /// What the agent says in a workspace without `templates/phrases.yaml`, and wherever that file leaves a phrase out.
    package static let standard = Phrases(
        texts: conversation.merging(notices) { a, _ in a }.merging(endings) { a, _ in a },
        openers: [
            EmpathyOpener(
                below: 0.3,
                text: LocalizedText(
                    "I can see how frustrating this is, and I'm sorry.", whatsapp: "I'm sorry, that is frustrating.")),
            EmpathyOpener(
                below: 0.45,
                text: LocalizedText("I'm sorry that this causes you trouble.", whatsapp: "Sorry about that.")),
        ])

    private static let conversation: [Key: LocalizedText] = [
        .greetingReply: LocalizedText(
            "Thank you for writing to us. What can I help you with?", whatsapp: "Hi! What can I help you with?"),
        .thanksReply: LocalizedText("You're welcome. I'm glad I could help."),
        .goodbyeReply: LocalizedText("Goodbye. Write again whenever you have a question."),
        .acknowledgementReply: LocalizedText("Good to hear. Write again whenever you have a question."),
        .clarifyingQuestion: LocalizedText(
            "I'd like to be sure that I answer the right question. What exactly would you like to do?",
            whatsapp: "What exactly would you like to do?"),
        .clarifyingChoice: LocalizedText("I can help with more than one thing here. Which do you mean?\n{{{choices}}}"),
        .bugDetails: LocalizedText(
            """
            I'm sorry about this. So that we can find the cause, please tell me:
            1. What you did, and what happened instead of what you expected
            2. The exact text or code of the error
            3. The device, browser or version you use, and since when it happens
            """,
            whatsapp: "Sorry about this. What did you do, what happened, and on which device or version?"),
        .bugDetailsMissing: LocalizedText("Thank you, that helps. One thing is still missing: {{{topic}}}."),
        .bugReportReceived: LocalizedText(
            "Thank you, I have added this to your request {{{reference}}} for the people who look into it."),
        .featureRequestReply: LocalizedText(
            "Thank you for the idea. I have noted it for our team, but I can't promise whether or when it will come."),
        .feedbackPositiveReply: LocalizedText("Thank you, I have passed your kind words on to the team."),
        .feedbackNegativeReply: LocalizedText("Thank you for being open. I have noted what you wrote for the team."),
        .severalQuestionsOpener: LocalizedText("Here are the answers to your questions, one by one."),
        .priorContact: LocalizedText("I see that you wrote to us about {{{topic}}} before."),
        .claimedContact: LocalizedText(
            "A request was made with your address about {{{topic}}}. If that was not you, please tell me."),
        .veryLongMessage: LocalizedText("Thank you for the details. I answer what I understood as your main question."),
        .gibberish: LocalizedText(
            "I'm sorry, I could not understand your message. What do you need help with?",
            whatsapp: "Sorry, I didn't understand that. What do you need help with?"),
        .emptyMessage: LocalizedText("Your message arrived without text. What can I help you with?"),
        .emojiOnly: LocalizedText("Thank you for your message. Is there something I can help you with?"),
        .attachmentOnly: LocalizedText(
            "Your file has arrived, but I can't read it. What is your question about it?"),
        .offTopic: LocalizedText("I can only help with {{{product}}}. Do you have a question about it?"),
        .promptInjection: LocalizedText("I can't change how I work. Do you have a question about {{{product}}}?"),
        .competitor: LocalizedText("I can't compare us with others, but I can tell you what {{{product}}} does."),
        .otherLanguage: LocalizedText(
            "I can't answer in your language. Please write in English, or reply with \"human\" to reach a person."),
        .otherLanguageAnswered: LocalizedText("I can answer in English only; I hope that this helps."),
    ]

    private static let notices: [Key: LocalizedText] = [
        .handOff: LocalizedText(
            "I have asked {{{team}}} to take over, and a person will answer {{{answer_time}}}. Your reference is "
                + "{{{reference}}}."),
        .noAnswer: LocalizedText(
            "I found no reliable answer to this, so I have asked {{{team}}}. A person will answer {{{answer_time}}}. "
                + "Your reference is {{{reference}}}."),
        .partlyAnswered: LocalizedText(
            "I found no reliable answer about {{{topic}}}, so I have asked {{{team}}}. A person will answer that part "
                + "{{{answer_time}}}. Your reference is {{{reference}}}."),
        .apologyAfterFailure: LocalizedText(
            "I'm sorry, something went wrong on our side. Your message is not lost: I have asked {{{team}}} to answer "
                + "you {{{answer_time}}}. Your reference is {{{reference}}}."),
        .duplicateMessage: LocalizedText("I have your message already and am working on it under {{{reference}}}."),
        .withTeammate: LocalizedText(
            "A person from {{{team}}} is already working on your request {{{reference}}} and will see this message."),
        .reopened: LocalizedText("I have opened your request {{{reference}}} again."),
        .alreadyEscalated: LocalizedText(
            "Your request {{{reference}}} is with {{{team}}}. I have added this message to it, and a person will answer "
                + "{{{answer_time}}}."),
        .sensitiveDataRemoved: LocalizedText(
            "For your safety I have hidden private data in your message. Please never send card numbers or passwords."),
        .seeSource: LocalizedText("You find the answer in our help centre under \"{{{topic}}}\"."),
        .humanHint: LocalizedText(
            "If you would rather talk to a person, reply with the word \"human\".",
            whatsapp: "Type \"human\" for a person."),
        .aiDisclosure: LocalizedText("This answer was written by an AI assistant.", whatsapp: "AI assistant."),
    ]

    private static let endings: [Key: LocalizedText] = [
        .nextAnswered: LocalizedText(
            "If this does not solve it, reply and tell me what you see.", whatsapp: "Did this help?"),
        .nextMoreSteps: LocalizedText(
            "There is more to this; reply \"more\" and I will send the rest.", whatsapp: "Reply \"more\" for the rest."),
        .nextAskedBack: LocalizedText("As soon as I have your answer, I will go on.", whatsapp: ""),
        .nextEscalated: LocalizedText("You can add details by replying to this message.", whatsapp: ""),
        .nextClosed: LocalizedText("I will mark your request as solved. A reply opens it again.", whatsapp: ""),
        .answerWithinHour: LocalizedText("within an hour"),
        .answerWithinHours: LocalizedText("within {{hours}} hours"),
        .answerByTime: LocalizedText("by {{{day}}} {{{time}}}"),
        .answerByDate: LocalizedText("by {{{day}}}, {{{date}}} {{{time}}}"),
        .monday: LocalizedText("Monday"),
        .tuesday: LocalizedText("Tuesday"),
        .wednesday: LocalizedText("Wednesday"),
        .thursday: LocalizedText("Thursday"),
        .friday: LocalizedText("Friday"),
        .saturday: LocalizedText("Saturday"),
        .sunday: LocalizedText("Sunday"),
    ]
}

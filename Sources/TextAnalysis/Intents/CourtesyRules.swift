extension IntentRule {
    /// What opens, closes and oils a conversation.
    static let courtesies: [IntentRule] = [
        IntentRule(
            .greeting, "greeting", 0.8, deniable: false,
            [
                "hi", "hello", "hey", "hiya", "howdy", "greetings", "good morning|afternoon|evening|day", "morning",
                "yo",
                "heya", "hola", "dear team|support|sir|madam", "hi|hello|hey there|team|all|everyone|guys|folks",
            ]),
        IntentRule(
            .thanks, "thanks", 0.8, deniable: false,
            [
                "thanks", "thank you", "many thanks", "much appreciated", "appreciate it|that|this|your|you|the",
                "cheers",
                "grateful", "thank u", "i appreciate", "you|you're are? a? lifesaver|lifesavers|legend|star",
                "that|it|this worked|solved|helped|fixed", "that did it|the", "works now", "working now",
                "problem|issue solved|resolved",
                "all good now", "perfect thanks|thank", "that is|was helpful|perfect|great",
            ]),
        IntentRule(
            .goodbye, "goodbye", 0.8, deniable: false,
            [
                "bye", "goodbye", "good bye", "see you|ya",
                "have a good|great|nice|lovely|wonderful day|one|weekend|evening|night",
                "take care", "talk to you later|soon", "talk soon|later", "good night",
                "that is all|everything for? now?",
                "that will be all", "cya", "ttyl", "until next time",
            ]),
        IntentRule(
            .acknowledgement, "acknowledgement", 0.7, deniable: false,
            [
                "ok", "okay", "okey", "k", "kk", "got it", "understood", "i see", "makes sense", "sounds good|great",
                "will do",
                "noted", "alright", "all right", "fair enough", "sure", "great", "perfect", "cool", "awesome", "roger",
                "right",
                "i will try that|it|this", "let me try|check", "gotcha", "understand", "fine", "yes", "yep", "yeah",
                "yup", "no",
                "nope", "good to know", "never mind", "nevermind", "no problem|worries",
            ]),
    ]
}

/// Tells abuse of people and the company from anger at a product.
///
/// Strong words alone stay below the threshold. What trips: threats, slurs, insults and hatred aimed at whoever reads.
struct AbuseDetector: Sendable {
    private var book = PatternBook<(reason: AbuseFinding.Reason, confidence: Double)>()

    init(stemmer: Stemmer) {
        let insult = OffensiveWords.insults.sorted().joined(separator: "|")
        let strong = OffensiveWords.strong.sorted().joined(separator: "|")
        let slur = OffensiveWords.slurs.sorted().joined(separator: "|")
        let people = "you|u|your|ur|yourself|yourselves"
        let company =
            "company|team|staff|support|airline|people|employees|agents|bank|firm|organization|ceo|crew|service|department|guys|lot|manager|workers|agent|office|airlines|business|folks|management|reps"
        func add(_ reason: AbuseFinding.Reason, _ confidence: Double, _ patterns: [String]) {
            for pattern in patterns { book.add(pattern, (reason, confidence), stemmer: stemmer) }
        }
        add(.slur, 0.97, [slur])
        add(
            .hatred, 0.9,
            [
                "i|we really|fucking|absolutely|truly|just? hate|despise|loathe|detest you|u|yall",
                "hate|despise your|this|the ... \(company)", "hate you|u all|people|guys|so|with|and?",
                "fuck|screw|damn you|u|off|yourself", "fuck|screw your|this|the ... \(company)", "go to hell",
                "burn|rot in hell", "eat|suck my|a|shit dick|cock|dicks|balls?",
                "go fuck|screw|hang|kill yourself|yourselves", "drop dead",
                "hope you|your|u|all ... die|dies|rot|burn|suffer|fired|bankrupt|choke|cancer", "stfu|gtfo",
                "shut the fuck|hell up", "shut your stupid? mouth|face|trap", "you|u all|guys? disgust me", "fuck off",
                "kys", "piss off",
            ])
        add(
            .threat, 0.98,
            [
                "i|we will|am|are ... going|gonna? to? ... kill|hurt|shoot|stab|beat|murder|bomb|strangle|punch|slap you|your|u|them|everyone|someone",
                "kill|shoot|stab|murder|strangle|punch|beat you|u|your|yourself|urself|them all?",
                "know|find|found|finding out? where you|u live|work|are|sleep", "watch your back", "you are dead",
                "burn|blow ... your|the|down|up office|building|company|house|place|headquarters",
                "bomb your|the office|building", "come|coming|comin for|after you|u|your",
                "make you|u|them pay|suffer|regret|bleed", "you will|are going to? regret|pay|suffer",
            ])
        add(
            .insult, 0.88,
            [
                "you|u|yall|they are|is|r|must|guys|all|people ... all? such|a|an|the|just|nothing|so|bunch|really|total|complete|bloody|fucking|absolute? ... \(insult)",
                "you|u ... \(insult)", "\(people) \(insult)",
                "\(people) ... fucking|bloody|damn|stupid ... \(insult)|\(company)",
                "bunch|pack|group|gang|load of ... \(insult)",
                "such|what a|an ... \(insult)|pathetic person|human|company|agent~|people",
                "\(insult) like you|u|your|yourself",
                "stupid|dumb|fucking|useless|incompetent|brainless|worthless|lying|ignorant|pathetic idiot|idiots|moron|morons|people|agent|bot|bitch|company|staff|fool|fools|clown|clowns|human|team|support|reps|employees",
                "idiot|idiots|moron|morons|imbecile|imbeciles|assholes|asshole|dumbass|scumbag|scumbags|dipshit|dickhead|bastards|bitch",
                "you|your|u ... stupidity|incompetent|brainless",
                "are|r you|u ... stupid|dumb|retarded|braindead|idiots|idiot|blind|deaf",
                "your mother|mom|mum|momma is|was|should|a", "lazy ass", "lazy \(company)",
            ])
        add(
            .directedProfanity, 0.85,
            [
                "\(people) ... \(company) ... suck|sucks|sucked|blow|blows|stinks ... hate",
                "you|u|yall all|guys|people|really|fucking? suck|blow|stink", "you|u|your|ur ... \(strong)",
                "\(strong) you|u|your|ur|yourself",
                "your \(company) ... suck|sucks|sucked|blows|stinks|garbage|trash",
            ])
        add(
            .sexual, 0.85,
            [
                "send|show nudes|tits|boobs|me ... nudes|naked|tits", "have sex with|me", "suck me|it|my",
                "you|u|your are|sound|look|so|is sexy|hot ass|body|baby?", "rape|raped you|your|u|her|him|them",
            ])
        add(.profanity, 0.5, [strong])
        book.seal()
    }

    /// - Parameter denied: as ``Negation/scopes(in:)`` tells of these words.
    func find(in text: RuleWords, denied: [Bool]) -> AbuseFinding {
        var best: (confidence: Double, reason: AbuseFinding.Reason, words: Range<Int>)?
        var reasons = Set<AbuseFinding.Reason>()
        for match in book.matches(in: text, limit: 2_000) {
            let (reason, confidence) = book.payload(of: match)
            guard !denied[match.words.upperBound - 1], !isAboutOneself(match.words, text, reason) else { continue }
            reasons.insert(reason)
            if confidence > best?.confidence ?? 0 { best = (confidence, reason, match.words) }
        }
        guard let best else { return .none }
        let agreement = 0.03 * Double(max(0, reasons.count - 1))
        let confidence =
            best.confidence > AbuseFinding.threshold ? min(0.99, best.confidence + agreement) : best.confidence
        return AbuseFinding(confidence: confidence, reason: best.reason, range: text.range(of: best.words))
    }

    /// "I feel stupid", "am I dumb", "sorry for being an idiot", and gaps in which another subject begins
    /// ("you know this feature is stupid").
    private func isAboutOneself(_ words: Range<Int>, _ text: RuleWords, _ reason: AbuseFinding.Reason) -> Bool {
        guard reason == .insult || reason == .directedProfanity else { return false }
        let things: Set<String> = [
            "this", "it", "that", "product", "app", "feature", "software", "website", "site", "system", "error",
            "thing",
            "button", "update", "page", "me", "i", "my", "am", "bot", "question", "questions", "form", "design",
        ]
        if words.count > 1, words.dropFirst().contains(where: { things.contains(text.words[$0].text) }) { return true }
        let before = text.words[max(0, words.lowerBound - 4)..<words.lowerBound].map(\.text)
        if before.contains("i") || before.contains("me") || before.contains("am") || before.contains("feel") {
            return words.count <= 2 && !["you", "u", "your"].contains(text.words[words.lowerBound].text)
        }
        return false
    }
}

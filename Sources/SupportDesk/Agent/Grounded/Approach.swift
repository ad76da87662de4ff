import TextAnalysis

/// How messages are met, decided from what the rules read in them before anything is searched.
enum Approach: Sendable {
    /// The rules demand a person.
    case handOver(EscalationDecision)
    /// A set phrase says it all.
    case say(Phrases.Key)
    /// The customer chose one of the sections we offered.
    case show(Message.Source)
    /// The customer asked for what did not fit.
    case rest(ConversationTopic)
    /// Details of a defect we asked for.
    case takeDown(BugReport)
    /// Searched for, and answered if the documents can.
    case answer(whole: Matter, parts: [Matter], otherwise: Otherwise)

    /// What is done when the documents have no answer.
    enum Otherwise: Equatable, Sendable {
        /// A stated question or problem goes to a person.
        case escalate
        case say(Phrases.Key)
        case ask(Phrases.Key)
        case askForBugDetails
    }
}

extension Approach {
    init(_ brief: RunBrief) {
        let analysis = brief.newest.analysis
        let context = brief.context
        if let demand = brief.demand {
            self = .handOver(demand)
        } else if let choice = Self.choice(analysis, context) {
            self = .show(choice)
        } else if let topic = context.topic, !topic.rest.isEmpty, Self.asksForMore(analysis) {
            self = .rest(topic)
        } else if let oddity = Self.oddity(brief) {
            self = .say(oddity)
        } else if let report = context.bugReport, analysis.speechAct != .question, !Self.isCourtesy(analysis.speechAct)
        {
            self = .takeDown(report)
        } else {
            self = .answer(whole: .whole(brief), parts: Matter.parts(brief), otherwise: Self.otherwise(brief))
            if case .answer(let whole, _, .say(let key)) = self, whole.queries.isEmpty { self = .say(key) }
        }
    }

    /// Searches that are still to be made: first of all matters, then second ones of those that are not certain.
    func searches(after done: [String: SearchReport?]) -> [String] {
        guard case .answer(let whole, let parts, _) = self else { return [] }
        var missing: [String] = []
        for matter in [whole] + parts {
            for query in matter.queries {
                guard let report = done[query] else {
                    if !missing.contains(query) { missing.append(query) }
                    break
                }
                if let report, !matter.needsProof, Judgement.isCertain(report) { break }
            }
        }
        return missing
    }

    // MARK: Messages that need no search

    private static func oddity(_ brief: RunBrief) -> Phrases.Key? {
        let acts = brief.messages.map(\.analysis.speechAct)
        let analysis = brief.newest.analysis
        // What matters in several messages is the one that asks something.
        guard !acts.contains(where: \.wantsAnswer) || brief.messages.count == 1 else { return nil }
        if let language = brief.foreignLanguage, language != "" { return nil }
        switch analysis.speechAct {
        case .empty:
            return brief.newest.pending.attachmentCount > 0 ? .attachmentOnly : subjectAsks(brief) ? nil : .emptyMessage
        case .emojiOnly: return subjectAsks(brief) ? nil : .emojiOnly
        case .gibberish: return .gibberish
        case .thanks: return .thanksReply
        case .goodbye: return .goodbyeReply
        case .acknowledgement where analysis.topics.count < 2:
            return brief.context.clarification == nil ? .acknowledgementReply : nil
        case .greeting where analysis.topics.count < 2: return .greetingReply
        default: break
        }
        if analysis.hit(.promptInjection, atLeast: 0.7) != nil, !asksBesideInjection(analysis) {
            return .promptInjection
        }
        return nil
    }

    private static func subjectAsks(_ brief: RunBrief) -> Bool {
        brief.newest.subject?.speechAct.wantsAnswer ?? false
    }

    private static func isCourtesy(_ act: SpeechAct) -> Bool {
        switch act {
        case .thanks, .goodbye, .greeting, .acknowledgement, .empty, .emojiOnly, .gibberish: true
        default: false
        }
    }

    private static func asksBesideInjection(_ analysis: MessageAnalysis) -> Bool {
        let injected = analysis.intents.filter { $0.intent == .promptInjection }.map(\.range)
        return analysis.questions.contains { part in
            part.isQuestion && !injected.contains { $0.overlaps(part.range) }
        }
    }

    private static func choice(_ analysis: MessageAnalysis, _ context: DeskContext) -> Message.Source? {
        guard let choices = context.clarification?.choices, !choices.isEmpty else { return nil }
        let words = analysis.tokens.tokens.filter(\.isWordLike).map(\.text)
        guard words.count <= 8 else { return nil }
        for (number, choice) in choices.enumerated() {
            let names = [
                ["1", "one", "first", "former", "a"], ["2", "two", "second", "b"], ["3", "three", "third", "c"],
            ]
            if number < names.count, words.contains(where: names[number].contains) { return choice }
            if words.contains("last") || words.contains("latter"), number == choices.count - 1 { return choice }
        }
        return nil
    }

    private static func asksForMore(_ analysis: MessageAnalysis) -> Bool {
        let words = analysis.tokens.tokens.filter(\.isWordLike).map(\.text)
        guard words.count <= 6 else { return false }
        return words.contains("more") || words.contains("rest") || words.contains("continue")
            || analysis.questions.contains { $0.followUp == .elaborate }
    }

    // MARK: What follows when the documents have nothing

    private static func otherwise(_ brief: RunBrief) -> Otherwise {
        let analysis = brief.newest.analysis
        if analysis.hit(.competitor) != nil, Comparison.isAsked(analysis) { return .say(.competitor) }
        if brief.foreignLanguage != nil { return .say(.otherLanguage) }
        if analysis.hit(.promptInjection, atLeast: 0.7) != nil { return .say(.promptInjection) }
        if OffTopic.isAsked(analysis) { return .say(.offTopic) }
        if brief.leansOnNothing { return .ask(.clarifyingQuestion) }
        switch analysis.speechAct {
        case .question, .request:
            return .escalate
        case .problem:
            return brief.lacksBugDetails ? .askForBugDetails : .escalate
        case .complaint:
            return brief.lacksBugDetails ? .say(.feedbackNegativeReply) : .escalate
        case .feedback:
            if analysis.hit(.featureRequest) != nil { return .say(.featureRequestReply) }
            return .say(brief.sentiment >= 0.5 ? .feedbackPositiveReply : .feedbackNegativeReply)
        default:
            if analysis.hit(.featureRequest) != nil { return .say(.featureRequestReply) }
            if brief.messages.contains(where: { $0.analysis.speechAct.wantsAnswer }) || subjectAsks(brief) {
                return .escalate
            }
            return .ask(.clarifyingQuestion)
        }
    }
}

extension RunBrief {
    /// The language of the newest message if the workspace does not answer in it.
    var foreignLanguage: String? {
        guard let language = newest.analysis.language, language.share >= 0.5 else { return nil }
        let code = String(language.code.prefix(2))
        guard !workspace.languages.contains(where: { $0.hasPrefix(code) }) else { return nil }
        return language.isReliable || !soundsOwn ? code : nil
    }

    /// Few words are never certain to be another language, but they are if none is common in our own.
    private var soundsOwn: Bool {
        let words = newest.analysis.tokens.tokens.filter { $0.kind == .word }
        let terms = kit.analyzer.terms
        let known = words.count { terms.isStopWord($0.text) || terms.isLight($0.text) || terms.isEveryday($0.text) }
        return known * 5 > words.count
    }

    /// The message continues something, and there is nothing to continue.
    var leansOnNothing: Bool {
        guard context.topic == nil, context.clarification == nil else { return false }
        let questions = messages.flatMap(\.analysis.questions)
        return !questions.isEmpty && questions.allSatisfy { $0.followUp != nil }
    }

    /// A defect told in a few words: neither a code nor where it happens.
    var lacksBugDetails: Bool {
        let words = messages.flatMap { $0.analysis.tokens.tokens }.filter(\.isWordLike)
        return words.count <= 30 && !words.contains { $0.kind == .code }
    }
}

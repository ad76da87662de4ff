import Formats
import TextAnalysis

/// A hand-off the agent asks for.
struct HandOffRequest: Equatable, Sendable {
    let reason: String
    let urgency: Escalation.Urgency
}

/// A reply as it goes into `send_response`.
struct PlannedReply: Equatable, Sendable {
    let markdown: String
    var sources: [String] = []
    var asks: SendResponseInput.Question?
}

/// What searches came to, turned into what is done and said.
struct PlannedAnswer: Sendable {
    var escalation: HandOffRequest?
    /// The documents' answer, empty where there is none.
    var body: [Draft.Block] = []
    var extras: [Draft.Block] = []
    var sources: [String] = []
    var asks: SendResponseInput.Question?
    /// Said before the answer, or instead of one.
    var phrase: String?
    /// The part nobody could answer, to be named.
    var openPart: String?
    var confidence = 0.0
    var evidence: SearchReport?

    var metadata: JSONObject {
        var metadata: JSONObject = ["confidence": .number((confidence * 100).rounded() / 100)]
        if let evidence { metadata["evidence"] = evidence.json["evidence"] }
        return metadata
    }

    /// - Parameter handOff: what `escalate_to_human` returned.
    func reply(afterHandOff handOff: JSONValue?, _ brief: RunBrief) -> PlannedReply {
        var parts: [String] = []
        if let phrase, !phrase.isEmpty { parts.append(phrase.asMarkdown) }
        if !body.isEmpty { parts.append(MarkdownWriter.text(of: body)) }
        if let handOff { parts.append(Self.words(of: handOff, openPart, brief).asMarkdown) }
        if escalation != nil, handOff == nil { parts.append(brief.stillWithTeammate.asMarkdown) }
        if brief.sawSecret, sources.isEmpty || brief.channel != .whatsapp {
            parts.append(
                brief.workspace.phrase(.sensitiveDataRemoved, on: brief.channel, language: brief.language).asMarkdown)
        }
        var markdown = parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
        if !extras.isEmpty, handOff == nil { markdown += "\n\n---\n\n" + MarkdownWriter.text(of: extras) }
        return PlannedReply(markdown: markdown.isEmpty ? "…" : markdown, sources: sources, asks: asks)
    }

    /// What is said when the check refused the reply: no word from the documents.
    func fallback(afterHandOff handOff: JSONValue?, _ brief: RunBrief) -> PlannedReply {
        if let handOff { return PlannedReply(markdown: Self.words(of: handOff, nil, brief).asMarkdown) }
        let ask = brief.workspace.phrase(.clarifyingQuestion, on: brief.channel, language: brief.language)
        return PlannedReply(markdown: ask.asMarkdown, asks: .open)
    }

    private static func words(of handOff: JSONValue, _ openPart: String?, _ brief: RunBrief) -> String {
        let values: [PhraseVariable: String] = [
            .team: handOff["team"]?.string ?? "", .answerTime: handOff["answer_time"]?.string ?? "",
            .reference: brief.ticket.reference, .topic: openPart ?? "",
        ]
        if openPart != nil {
            return brief.workspace.phrase(.partlyAnswered, on: brief.channel, language: brief.language, values)
        }
        return handOff["tell_customer"]?.string
            ?? brief.workspace.phrase(.handOff, on: brief.channel, language: brief.language, values)
    }
}

extension String {
    /// A set phrase whose own line breaks stay.
    fileprivate var asMarkdown: String {
        split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let text = String(line).trimmed
            guard let mark = text.firstIndex(where: { !$0.isNumber }), mark > text.startIndex, text[mark] == "." else {
                return text.hasPrefix("- ")
                    ? "- " + MarkdownWriter.line(String(text.dropFirst(2))) : MarkdownWriter.line(text)
            }
            return text[...mark] + MarkdownWriter.line(String(text[text.index(after: mark)...]))
        }.joined(separator: "\n")
    }
}

extension RunBrief {
    /// A card's or an identity's number was in the message.
    var sawSecret: Bool {
        messages.flatMap(\.analysis.personalData).contains {
            $0.type == .paymentCard || $0.type == .socialSecurityNumber
        }
    }

    /// Said of a matter that a person has already.
    var stillWithTeammate: String {
        let decision = kit.policy.escalate(
            reason: context.escalations.last ?? EscalationReason.noAnswer, on: channel, language: language,
            reference: ticket.reference, at: now)
        return workspace.phrase(
            .alreadyEscalated, on: channel, language: language,
            [.team: decision.team.name, .answerTime: decision.answerTime.words, .reference: ticket.reference])
    }
}

/// Makes the answer of an approach and its searches.
struct AnswerPlan {
    private let approach: Approach
    private let brief: RunBrief
    private let searches: [String: SearchReport?]

    init(_ approach: Approach, _ brief: RunBrief, _ searches: [String: SearchReport?]) {
        self.approach = approach
        self.brief = brief
        self.searches = searches
    }

    var answer: PlannedAnswer {
        switch approach {
        case .handOver(let decision): handOver(decision.reason, decision.urgency)
        case .say(let key): PlannedAnswer(asks: Self.question(key), phrase: phrase(key), confidence: 1)
        case .show(let source): documents([source.citation], query: brief.context.clarification?.query ?? source.title)
        case .rest(let topic):
            PlannedAnswer(
                body: topic.rest.flatMap { Draft.blocks(ofMarkdown: $0) }, sources: topic.citations, confidence: 1)
        case .takeDown: takeDown
        case .answer(let whole, let parts, let otherwise): answer(whole, parts, otherwise)
        }
    }

    private func handOver(_ reason: String, _ urgency: Escalation.Urgency = .normal) -> PlannedAnswer {
        if brief.hasOpenEscalation, brief.context.escalations.contains(reason) {
            return PlannedAnswer(phrase: brief.stillWithTeammate, confidence: 1)
        }
        return PlannedAnswer(escalation: HandOffRequest(reason: reason, urgency: urgency), confidence: 1)
    }

    private func phrase(_ key: Phrases.Key, _ values: [PhraseVariable: String] = [:]) -> String {
        let language = key == .otherLanguage ? brief.foreignLanguage ?? brief.language : brief.language
        var values = values
        values[.reference] = brief.ticket.reference
        return brief.workspace.phrase(key, on: brief.channel, language: language, values)
    }

    /// Whether a phrase waits for an answer.
    private static func question(_ key: Phrases.Key) -> SendResponseInput.Question? {
        switch key {
        case .clarifyingQuestion, .gibberish, .attachmentOnly: .open
        case .bugDetails: .bugDetails
        default: nil
        }
    }

    private var takeDown: PlannedAnswer {
        var answer = handOver(EscalationReason.noAnswer)
        if answer.escalation != nil { answer.phrase = phrase(.bugReportReceived) }
        return answer
    }

    // MARK: Answers from the documents

    private func answer(_ whole: Matter, _ parts: [Matter], _ otherwise: Approach.Otherwise) -> PlannedAnswer {
        let judged = Judgement(whole, searches)
        let partly = parts.map { Judgement($0, searches) }
        if parts.count > 1, partly.count(where: \.isSolid) > 1, !isOverruled(otherwise) {
            return severalAnswers(parts, partly, whole: judged)
        }
        if case .answered(let citations) = judged.kind, !isOverruled(otherwise), isMet(otherwise, by: judged) {
            return documents(citations, query: judged.query, judged)
        }
        return unanswered(otherwise, judged)
    }

    /// Comparisons, other topics and attempts to instruct us are met by their phrase even if some section fits.
    private func isOverruled(_ otherwise: Approach.Otherwise) -> Bool {
        switch otherwise {
        case .say(.competitor), .say(.offTopic), .say(.otherLanguage): true
        default: false
        }
    }

    /// What asks nothing, and a defect told in three words, is met by a section only if that is all about it.
    private func isMet(_ otherwise: Approach.Otherwise, by judged: Judgement) -> Bool {
        switch otherwise {
        case .escalate: true
        case .askForBugDetails: judged.isSolid || (judged.report?.subjectCount ?? 0) >= 3
        case .ask: judged.isSolid || brief.isTold
        case .say: judged.isStrong
        }
    }

    private func unanswered(_ otherwise: Approach.Otherwise, _ judged: Judgement) -> PlannedAnswer {
        switch otherwise {
        case .escalate:
            if case .nothingAsked = judged.kind {
                let isProblem = brief.newest.analysis.speechAct == .problem
                let key: Phrases.Key = isProblem ? .bugDetails : .clarifyingQuestion
                return PlannedAnswer(asks: Self.question(key), phrase: phrase(key))
            }
            return handOver(noAnswerReason)
        case .say(let key): return PlannedAnswer(asks: Self.question(key), phrase: phrase(key), evidence: judged.report)
        case .ask(let key): return PlannedAnswer(asks: .open, phrase: phrase(key), evidence: judged.report)
        case .askForBugDetails:
            return PlannedAnswer(asks: .bugDetails, phrase: phrase(.bugDetails), evidence: judged.report)
        }
    }

    /// The reason the rules give for two searches without result.
    private var noAnswerReason: String {
        RunBrief.decision(
            of: brief.messages, brief.context, brief.kit, category: brief.category, searchesWithoutResult: 2,
            reference: brief.ticket.reference, at: brief.now)?.reason ?? EscalationReason.noAnswer
    }

    private func documents(_ citations: [String], query: String, _ judged: Judgement? = nil) -> PlannedAnswer {
        var answer = PlannedAnswer(confidence: judged?.confidence ?? 1, evidence: judged?.report)
        let reader = QuestionReading(query, brief)
        // Where two sections are about as likely both are shown, the first in less room.
        let rivalry = judged?.rivalry ?? 0
        let isOpen = citations.count > 1 && rivalry >= (brief.isShortChannel ? Self.tie : Self.nearTie)
        let whole = answerRoom
        var room = whole
        let most = brief.isShortChannel ? (isOpen ? 2 : 1) : citations.count
        for (number, citation) in citations.prefix(most).enumerated() {
            guard let section = brief.index.section(citation) else { continue }
            if number > 0, room < (brief.isShortChannel ? 60 : Self.leastRoom) { continue }
            let extract = SectionExtract(
                section.content, reader,
                room: number == 0 && isOpen ? whole * (brief.isShortChannel ? 5 : 6) / 10 : room)
            let shown = extract.body
            let length = MarkdownWriter.text(of: shown).utf16.count
            if number == 0 {
                answer.body = extract.body
                if !isOpen { answer.extras = extract.extras }
            } else if brief.isShortChannel {
                guard length <= room else { continue }
                answer.body += extract.body
            } else {
                answer.body += [.paragraph([section.passage.heading])] + extract.body
            }
            room -= length + (brief.isShortChannel ? 2 : section.passage.heading.utf16.count + 12)
            answer.sources.append(section.passage.citation)
        }
        if brief.newest.analysis.body.text.utf8.count > 1_500, !brief.isShortChannel {
            answer.phrase = phrase(.veryLongMessage)
        }
        if brief.foreignLanguage != nil { answer.phrase = phrase(.otherLanguageAnswered) }
        return answer
    }

    /// From here on the second section is as likely as the first, on channels with room and on short ones.
    private static let nearTie = 0.8
    private static let tie = 0.9
    /// A further section is added only where this much of it can be shown.
    private static let leastRoom = 180

    /// What the channel leaves for the answer, the sentence of understanding and the next step taken off.
    private var answerRoom: Int {
        let workspace = brief.workspace
        let opener = workspace.phrases.opener(
            forSentiment: brief.sentiment, on: brief.channel, language: brief.language)
        let next = workspace.phrase(.nextAnswered, on: brief.channel, language: brief.language)
        return max(60, (brief.kit.room[brief.channel] ?? 0) - (opener ?? "").utf16.count - next.utf16.count - 4)
    }

    private func severalAnswers(_ parts: [Matter], _ judged: [Judgement], whole: Judgement) -> PlannedAnswer {
        var answer = PlannedAnswer(evidence: whole.report)
        var confidence = 1.0
        var unknown: [Matter] = []
        var found: [(part: Matter, judgement: Judgement, citation: String)] = []
        for (part, judgement) in zip(parts, judged) {
            switch judgement.kind {
            case .answered(let citations) where judgement.isSolid:
                guard let citation = citations.first, !found.contains(where: { $0.citation == citation }) else {
                    continue
                }
                found.append((part, judgement, citation))
                confidence = min(confidence, judgement.confidence)
            case .unknown where judgement.isCertainlyUnknown: unknown.append(part)
            case .answered, .unknown, .nothingAsked: continue
            }
        }
        if case .answered(let citations) = whole.kind, let first = citations.first,
            !found.contains(where: { $0.citation == first }), found.count < parts.count
        {
            found.insert((parts[0], whole, first), at: 0)
        }
        let room = max(60, answerRoom / max(1, found.count) - 90)
        for (number, entry) in found.enumerated() {
            guard let section = brief.index.section(entry.citation) else { continue }
            let extract = SectionExtract(
                section.content, QuestionReading(entry.judgement.query, brief), room: room)
            if found.count > 1 {
                answer.body.append(.paragraph(["\(number + 1)) \(section.passage.heading)"]))
            }
            answer.body += extract.body
            if found.count == 1 { answer.extras += extract.extras }
            answer.sources.append(entry.citation)
        }
        if found.count > 1 { answer.phrase = phrase(.severalQuestionsOpener) }
        if let first = unknown.first {
            let handOff = handOver(noAnswerReason)
            answer.escalation = handOff.escalation
            answer.openPart = first.words.trimmed.trimmingMarks
            confidence /= 2
        }
        answer.confidence = confidence
        return answer
    }
}

extension String {
    /// A question without its mark, fit for the middle of a sentence.
    fileprivate var trimmingMarks: String {
        var text = Substring(self)
        while let last = text.last, "?!.… ".contains(last) { text.removeLast() }
        return "“\(text.count > 120 ? text.prefix(119) + "…" : text)”"
    }
}

extension RunBrief {
    /// Something is told at length, though nothing is asked in so many words.
    var isTold: Bool {
        !leansOnNothing && messages.contains { $0.analysis.tokens.tokens.count(where: \.isWordLike) >= 7 }
    }

    /// Where only the heart of an answer has room.
    var isShortChannel: Bool { workspace.style(of: channel).maxCharacters <= 400 }
}

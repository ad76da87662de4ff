package import Formats

extension LabelledTicket {
    /// Reads a file of one JSON object a line; empty lines are passed over.
    package static func read(
        _ jsonl: some Collection<UInt8>, file: String
    ) throws(TicketFileError) -> [LabelledTicket] {
        var tickets: [LabelledTicket] = []
        var lineOfID: [String: Int] = [:]
        let lines = Array(jsonl).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let number = index + 1
            guard line.contains(where: { $0 > 0x20 }) else { continue }
            let ticket: LabelledTicket
            do {
                ticket = try LabelledTicket(json: JSONValue(parsing: line))
            } catch let error as JSONError {
                throw TicketFileError(
                    file: file, line: number, problem: "no JSON: column \(error.column): \(error.problem)")
            } catch let error as JSONMismatch {
                throw TicketFileError(file: file, line: number, problem: error.description)
            } catch {
                throw TicketFileError(file: file, line: number, problem: "\(error)")
            }
            if let earlier = lineOfID.updateValue(number, forKey: ticket.id) {
                throw TicketFileError(
                    file: file, line: number, problem: "the id \(ticket.id) is that of line \(earlier) already")
            }
            tickets.append(ticket)
        }
        return tickets
    }
}

extension LabelledTicket: JSONDecodable {
    package init(json: JSONValue) throws(JSONMismatch) {
        let channel: String = try json.required("channel")
        guard let known = Channel(rawValue: channel) else {
            let allowed = Channel.allCases.map(\.rawValue).joined(separator: ", ")
            throw JSONMismatch("expected one of \(allowed), found \"\(channel)\"", path: "channel")
        }
        self.init(id: try json.required("id"), channel: known, message: try json.required("message"))
        from = try json.optional("from")
        name = try json.optional("name")
        subject = try json.optional("subject")
        category = try json.optional("category")
        if let given = try json.optional("headers", as: JSONObject.self) {
            for (name, value) in given.members { headers[name.lowercased()] = value.string ?? value.text }
        }
        attachmentCount = (try json.optional("attachments", as: [JSONValue].self) ?? []).count
        if let given = try json.optional("labels", as: JSONValue.self) { labels = try Labels(json: given) }
    }
}

extension LabelledTicket.Labels: JSONDecodable {
    package init(json: JSONValue) throws(JSONMismatch) {
        self.init()
        intent = try json.optional("intent")
        shouldEscalate = try json.optional("should_escalate")
        escalationReason = try json.optional("escalation_reason")
        mustEscalate = try json.optional("must_escalate") ?? false
        shouldReply = try json.optional("should_reply")
        sentiment = try json.optional("sentiment")
        sentimentScore = try json.optional("sentiment_score")
        answerDocs = try json.optional("answer_doc") ?? []
        mustInclude = (try json.optional("must_include", as: [String].self) ?? []).map {
            $0.split(separator: "|").map { $0.trimmed }
        }
        mustNotInclude = try json.optional("must_not_include") ?? []
        personalData = try json.optional("pii")
    }
}

extension LabelledTicket.PersonalDatum: JSONDecodable {
    package init(json: JSONValue) throws(JSONMismatch) {
        self.init(type: try json.required("type"), text: try json.required("text"))
    }
}

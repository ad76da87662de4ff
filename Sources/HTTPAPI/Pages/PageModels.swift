import Formats
import FoundationEssentials
import SupportDesk

/// What was typed in each field and what is wrong with it, as the pages' templates read it:
/// `fields.name.value`, `fields.name.error`; choices as a list of `{value, label, selected}`.
struct FormFieldsView {
    let json: JSONObject

    init(_ typed: [String: FormValue], errors: FieldErrors?) {
        func text(_ field: String) -> String {
            if case .text(let text) = typed[field] { text } else { "" }
        }
        func error(_ field: String) -> JSONValue {
            errors?.entries.first { $0.field == field }.map { .string($0.message) } ?? .null
        }
        var json: JSONObject = [:]
        for field in ["name", "email", "subject", "message"] {
            json[field] = ["value": .string(text(field)), "error": error(field)]
        }
        json["category"] = [
            "error": error("category"),
            "options": Self.options(Ticket.Category.allCases.map { ($0.rawValue, $0.label) }, chosen: text("category")),
        ]
        let priority = text("priority").isEmpty ? Ticket.Priority.medium.rawValue : text("priority")
        json["priority"] = [
            "error": error("priority"),
            "options": Self.options(
                [Ticket.Priority.low, .medium, .high].map { ($0.rawValue, $0.label) }, chosen: priority),
        ]
        self.json = json
    }

    private static func options(_ choices: [(String, String)], chosen: String) -> JSONValue {
        .array(
            choices.map { value, label in
                ["value": .string(value), "label": .string(label), "selected": .bool(value == chosen)]
            })
    }
}

extension Ticket.Category {
    fileprivate var label: String {
        switch self {
        case .general: "General question"
        case .technical: "Technical help"
        case .billing: "Billing"
        case .feedback: "Feedback"
        case .bugReport: "Something is broken"
        }
    }
}

extension Ticket.Priority {
    fileprivate var label: String {
        switch self {
        case .low: "Low: no hurry"
        case .medium: "Medium: it slows me down"
        case .high: "High: I can't work"
        case .urgent: "Urgent"
        }
    }
}

/// A ticket as its page shows it.
struct TicketViewModel {
    let json: JSONObject

    init(_ view: TicketView) {
        let ticket = view.ticket
        json = [
            "ticket_id": .string(ticket.link.description), "reference": .string(ticket.reference.text),
            "subject": .string(ticket.subject), "status": .string(ticket.status.rawValue),
            "status_text": .string(Self.words(for: ticket, team: view.team)),
            "is_closed": .bool(ticket.status == .closed),
            "is_waiting_for_answer": .bool(ticket.waitingOn == .agent && ticket.status != .escalated),
            "last_updated": .string(ticket.updatedAt.rfc3339),
            "messages": .array(view.messages.map(Self.message)),
        ]
    }

    private static func words(for ticket: Ticket, team: String?) -> String {
        switch (ticket.status, ticket.waitingOn) {
        case (.open, .customer): "Answered. Write below if something is still open."
        case (.open, _), (.processing, _): "We are reading your message."
        case (.escalated, .customer): "A teammate has answered."
        case (.escalated, _):
            team.map { "With our \($0) team. They answer here." } ?? "With a teammate, who answers here."
        case (.resolved, _): "Resolved. Writing below opens it again."
        case (.closed, _): "Closed. Writing below opens a new ticket."
        }
    }

    private static func message(_ message: Message) -> JSONValue {
        [
            "id": .string(message.id.description), "role": .string(message.role.rawValue),
            "is_customer": .bool(message.role == .customer), "is_agent": .bool(message.role == .agent),
            "author": .string(author(of: message.role)), "time": .string(message.createdAt.rfc3339),
            "time_text": .string(message.createdAt.dayAndTime), "html": .string(html(of: message)),
            "sources": .array(message.sources.map { ["title": .string($0.title)] }),
        ]
    }

    private static func author(of role: Message.Role) -> String {
        switch role {
        case .customer: "You"
        case .agent: "AI assistant"
        case .system: "Notice"
        case .human: "Support team"
        }
    }

    /// What a customer typed is shown as typed; what we wrote may have lists and links.
    private static func html(of message: Message) -> String {
        if message.role != .customer, let html = try? Markdown.html(message.content) { return html }
        return "<p>" + HTML.escape(message.content).replacing("\n", with: "<br>") + "</p>"
    }
}

extension Date {
    /// `21 Nov, 14:05` in UTC; a script shows it in the reader's zone.
    fileprivate var dayAndTime: String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents([.day, .month, .hour, .minute], from: self)
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        func two(_ number: Int?) -> String {
            let text = String(number ?? 0)
            return text.count < 2 ? "0" + text : text
        }
        return "\(parts.day ?? 0) \(months[(parts.month ?? 1) - 1]), \(two(parts.hour)):\(two(parts.minute)) UTC"
    }
}

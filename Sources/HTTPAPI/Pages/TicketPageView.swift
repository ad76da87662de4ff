import Formats
import FoundationEssentials
import SupportDesk

/// A ticket as its page shows it.
struct TicketPageView {
    let json: JSONObject

    /// - Parameter words: `company` fills the names of those who answer.
    init(_ view: TicketView, company: String, words: PageWords) {
        let ticket = view.ticket
        let state = State(ticket)
        let isWaiting = ticket.waitingOn == .agent && ticket.status != .escalated
        json = [
            "ticket_id": .string(ticket.link.description), "subject": .string(ticket.subject),
            "state": .string(state.rawValue), "status": .string(words.text("ticket.status.\(state.rawValue)")),
            "status_text": .string(Self.statusText(state, team: view.team, words)),
            "reply_hint": .string(words.text("ticket.reply_hint.\(state.replyHint)")),
            "is_waiting_for_answer": .bool(isWaiting), "is_answered": .bool(state.isAnswered),
            "progress": .string(isWaiting ? "waiting" : state.isAnswered ? "answered" : ""),
            "is_long": .bool(ticket.subject.count > 80),
            "messages": .array(
                view.messages.map { MessageView($0, company: company, words: words).json }),
        ]
    }

    /// Where a ticket stands, for its customer.
    private enum State: String {
        case received
        case answered
        case escalated
        case teammateAnswered = "teammate_answered"
        case resolved
        case closed

        init(_ ticket: Ticket) {
            self =
                switch (ticket.status, ticket.waitingOn) {
                case (.open, .customer): .answered
                case (.open, _), (.processing, _): .received
                case (.escalated, .customer): .teammateAnswered
                case (.escalated, _): .escalated
                case (.resolved, _): .resolved
                case (.closed, _): .closed
                }
        }

        var isAnswered: Bool { self == .answered || self == .teammateAnswered }
        var replyHint: String { (isAnswered ? .answered : self).rawValue }
    }

    private static func statusText(_ state: State, team: String?, _ words: PageWords) -> String {
        if state == .escalated, let team, !team.isEmpty {
            return words.text("ticket.status.escalated_team_text", ["team": team])
        }
        return words.text("ticket.status.\(state.rawValue)_text")
    }
}

/// One message on a ticket's page.
private struct MessageView {
    let message: Message
    let company: String
    let words: PageWords

    init(_ message: Message, company: String, words: PageWords) {
        self.message = message
        self.company = company
        self.words = words
    }

    var json: JSONValue {
        [
            "id": .string(message.id.description), "role": .string(message.role.rawValue),
            "side": .string(message.role == .customer ? "customer" : "company"),
            "author": .string(author), "mark": mark.map { .string($0) } ?? .null,
            "via": message.channel == .webForm
                ? .null : .string(words.text("ticket.via", ["channel": message.channel.displayName])),
            "time": .string(message.createdAt.rfc3339), "time_text": .string(message.createdAt.dayAndTime(words)),
            "html": .string(html), "has_sources": .bool(!message.sources.isEmpty),
            "sources": .array(
                message.sources.map { ["title": .string($0.title), "link": .string($0.guideLink)] }),
            "delivery": delivery.map { .string($0) } ?? .null,
            "delivery_state": .string(message.deliveryState.rawValue),
        ]
    }

    private var author: String {
        let key =
            switch message.role {
            case .customer: "you"
            case .agent: "agent"
            case .human: "human"
            case .system: "system"
            }
        return words.text("ticket.\(key)", ["company": company])
    }

    private var mark: String? {
        switch message.role {
        case .agent: words.text("ticket.agent_mark")
        case .system: words.text("ticket.system_mark")
        case .customer, .human: nil
        }
    }

    /// What we wrote on this page is delivered by being read here, so only what is not usual is said of it.
    private var delivery: String? {
        switch (message.direction, message.deliveryState) {
        case (.inbound, .failed), (.outbound, .failed): words.text("ticket.delivery.failed")
        case (.inbound, _): words.text("ticket.delivery.received")
        case (.outbound, let state) where message.channel != .webForm || state == .pending:
            words.text("ticket.delivery.\(state.rawValue)")
        case (.outbound, _): nil
        }
    }

    /// What a customer typed is shown as typed; what we wrote may have lists and links.
    private var html: String {
        if message.role != .customer, let html = try? Markdown.html(message.content) { return html }
        return "<p>" + HTML.escape(message.content) + "</p>"
    }
}

extension Date {
    /// `21 Nov, 14:05 UTC`; a script shows it in the reader's zone.
    fileprivate func dayAndTime(_ words: PageWords) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents([.day, .month, .hour, .minute], from: self)
        func two(_ number: Int?) -> String {
            let text = String(number ?? 0)
            return text.count < 2 ? "0" + text : text
        }
        let months = words.list("times.months")
        let month = (parts.month ?? 1) - 1
        return words.text(
            "times.day_and_time",
            [
                "day": String(parts.day ?? 0), "month": months.indices.contains(month) ? months[month] : "",
                "time": "\(two(parts.hour)):\(two(parts.minute))",
            ])
    }
}

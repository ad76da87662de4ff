import FoundationEssentials
import SupportDesk

/// Tickets as a terminal shows them. What customers wrote is shown without control characters, which could move the
/// cursor or recolour the screen.
enum TicketText {
    static func list(_ tickets: [Ticket]) -> String {
        guard !tickets.isEmpty else { return "No tickets." }
        return tickets.map { ticket in
            let waiting = ticket.waitingOn.map { "waits on \($0.rawValue)" } ?? ""
            return [
                ticket.reference.text.padded(to: 10), ticket.status.rawValue.padded(to: 10), waiting.padded(to: 17),
                ticket.priority.rawValue.padded(to: 7), ticket.updatedAt.short, ticket.subject.printable.first(60),
            ].joined(separator: "  ")
        }.joined(separator: "\n")
    }

    static func whole(_ found: TicketCase) -> String {
        let ticket = found.ticket
        var lines = [
            "\(ticket.reference)  \(ticket.subject.printable)",
            "id          \(ticket.id)",
            "status      \(ticket.status.rawValue)" + (ticket.waitingOn.map { ", waits on \($0.rawValue)" } ?? ""),
            "priority    \(ticket.priority.rawValue)",
            "category    \(ticket.category?.rawValue ?? "none")",
            "customer    \((found.customer.name ?? "unknown").printable) <\((found.customer.email ?? "no address").printable)>, "
                + (found.identity == .proven ? "proven" : "claimed, not proven"),
            "opened      \(ticket.createdAt.short)",
        ]
        if let holder = ticket.holder { lines.append("taken by    \(holder.printable)") }
        for record in found.escalations {
            let escalation = record.escalation
            lines.append(
                "escalated   \(escalation.reason) (\(escalation.urgency.rawValue)) to \(escalation.team), \(record.createdAt.short)"
            )
            lines += escalation.summary.printable.split(separator: "\n").map { "            \($0)" }
        }
        for message in found.messages {
            lines += ["", "[\(message.createdAt.short)] \(author(message)):"]
            lines += message.content.printable.split(separator: "\n", omittingEmptySubsequences: false).map {
                "  \($0)"
            }
            lines += message.sources.map { "  source: \($0.citation)" }
        }
        return lines.joined(separator: "\n")
    }

    static func refusal(_ error: TicketDeskError, of ticket: Ticket) -> String {
        switch error {
        case .unknownTicket: "\(ticket.reference) is gone"
        case .heldBy(let name): "\(ticket.reference) is held by \(name)"
        case .notTaken: "\(ticket.reference) is not taken; run `fte tickets take \(ticket.reference)` first"
        case .isClosed: "\(ticket.reference) is closed"
        }
    }

    private static func author(_ message: Message) -> String {
        switch message.role {
        case .customer: "customer"
        case .agent: "agent"
        case .system: "notice"
        case .human: "teammate"
        }
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }

    /// The first line, cut to a width.
    fileprivate func first(_ width: Int) -> String {
        let line = prefix { $0 != "\n" }
        return line.count > width ? line.prefix(width - 1) + "…" : String(line)
    }
}

extension Date {
    /// `2026-11-21 14:05:09Z`.
    var short: String {
        formatted(Date.ISO8601FormatStyle(dateSeparator: .dash, dateTimeSeparator: .space, timeSeparator: .colon))
    }
}

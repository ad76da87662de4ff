import FoundationEssentials
import Process
import Storage
import SupportDesk

/// `fte tickets`: a teammate's work from the terminal.
enum TicketCommands {
    static let command = Command(
        "tickets", summary: "See tickets, take them over, answer and resolve them.",
        discussion: """
            A ticket is named by its reference (TC-7K3M9Q) or its id. Taking one stops the agent at once: an answer that \
            is still being written is discarded.
            """,
        options: [
            Command.Option(
                "as", placeholder: "NAME",
                help: "The teammate who acts, as the audit log and customers' pages know them.",
                environment: "USER")
        ],
        subcommands: [list, show, take, reply, giveBack, resolve, close])

    private static let ticket = Command.Argument("ticket", help: "The ticket's reference or id.")

    private static let list = Command(
        "list", summary: "List tickets, the latest change first.",
        options: [
            Command.Option(
                "status", .choice(Ticket.Status.allCases.map(\.rawValue)), help: "Only tickets in this state.",
                isRepeated: true),
            Command.Option("limit", .integer(1...1000), help: "How many at most.", default: "50"),
        ],
        examples: [Command.Example("fte tickets list --status escalated", "what waits for a human")]
    ) { invocation in
        let statuses = Set(invocation.strings("status").compactMap(Ticket.Status.init(rawValue:)))
        let limit = invocation.integer("limit") ?? 50
        let tickets = try await withDesk(invocation) { desk, _ in
            try await desk.tickets(TicketFilter(statuses: statuses), limit: limit)
        }
        Console.output(TicketText.list(tickets))
    }

    private static let show = Command(
        "show", summary: "Show a ticket with its conversation and why it was escalated.", arguments: [ticket]
    ) { invocation in
        let found = try await withDesk(invocation) { desk, _ in try await find(invocation, in: desk) }
        Console.output(TicketText.whole(found))
    }

    private static let take = act("take", "Take a ticket over from the agent.", done: "is yours") {
        desk, ticket, name, _ in
        try await desk.take(ticket.id, by: name)
    }

    private static let reply = act(
        "reply", "Answer the customer; the ticket must be taken.",
        arguments: [Command.Argument("message", help: "What the customer reads.")], done: "is answered"
    ) { desk, ticket, name, invocation in
        let message = invocation.required("message").trimmed
        guard !message.isEmpty, !message.utf8.contains(0) else { throw CommandError("the message is empty") }
        guard message.count <= 20_000 else { throw CommandError("the message may have at most 20,000 characters") }
        try await desk.reply(to: ticket.id, by: name, content: message)
    }

    private static let giveBack = act(
        "return", "Give a ticket back to the agent.", done: "is the agent's again"
    ) { desk, ticket, name, _ in
        try await desk.giveBack(ticket.id, by: name)
    }

    private static let resolve = act(
        "resolve", "Mark a ticket as resolved; a new message opens it again.",
        options: [Command.Option("notes", placeholder: "TEXT", help: "What solved it, for the desk.")],
        done: "is resolved"
    ) { desk, ticket, name, invocation in
        try await desk.resolve(ticket.id, by: name, notes: invocation.string("notes"))
    }

    private static let close = act(
        "close", "Close a ticket; a new message opens another one.", done: "is closed"
    ) { desk, ticket, name, _ in
        try await desk.close(ticket.id, by: name)
    }

    /// A command that changes one ticket.
    private static func act(
        _ name: String, _ summary: String, arguments: [Command.Argument] = [], options: [Command.Option] = [],
        done: String, _ act: @escaping @Sendable (any TicketDesk, Ticket, String, Invocation) async throws -> Void
    ) -> Command {
        Command(name, summary: summary, arguments: [ticket] + arguments, options: options) { invocation in
            let found = try await withDesk(invocation) { desk, teammate in
                let found = try await find(invocation, in: desk)
                do { try await act(desk, found.ticket, teammate, invocation) } catch let error as TicketDeskError {
                    throw CommandError(TicketText.refusal(error, of: found.ticket))
                }
                return found
            }
            Console.output("\(found.ticket.reference) \(done).")
        }
    }

    private static func find(_ invocation: Invocation, in desk: any TicketDesk) async throws -> TicketCase {
        let name = invocation.required("ticket")
        guard let found = try await desk.ticket(named: name) else {
            throw CommandError("no ticket is called '\(name)'; see `fte tickets list`")
        }
        return found
    }

    private static func withDesk<Value>(
        _ invocation: Invocation, _ body: (any TicketDesk, String) async throws -> Value
    ) async throws -> Value {
        let user = ProcessInfo.processInfo.environment["USER"].flatMap { $0.isEmpty ? nil : $0 }
        let teammate = invocation.string("as") ?? user ?? "teammate"
        return try await DeskStores.with(invocation) { try await body(SQLTicketDesk($0.desk), teammate) }
    }
}

/// Why a command did nothing, in one line.
struct CommandError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

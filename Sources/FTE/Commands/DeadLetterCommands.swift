import FoundationEssentials
import Process
import Storage
import SupportDesk

/// `fte deadletters`: messages the desk gave up on.
enum DeadLetterCommands {
    static let command = Command(
        "deadletters", summary: "See messages the desk gave up on, and replay them.",
        subcommands: [
            Command(
                "list", summary: "List dead letters, the newest first.",
                options: [Command.Option("limit", .integer(1...1000), help: "How many at most.", default: "50")],
                run: list
            ),
            Command(
                "show", summary: "Show a dead letter with its cause and the customer's words.", arguments: [id],
                run: show),
            Command(
                "replay", summary: "Put the message back in line for one more answer.",
                discussion: """
                    A message that was answered meanwhile, or whose conversation a teammate holds or has answered, is \
                    left as it is.
                    """,
                arguments: [id], run: replay),
        ])

    private static let id = Command.Argument("id", help: "The dead letter's id, from `fte deadletters list`.")

    private static func list(_ invocation: Invocation) async throws {
        let limit = invocation.integer("limit") ?? 50
        let letters = try await withLetters(invocation) { try await $0.deadLetters(limit: limit) }
        guard !letters.isEmpty else { return Console.output("No dead letters.") }
        Console.output(
            letters.map { letter in
                let ticket = letter.ticket?.text ?? "-"
                let state = letter.replayedAt == nil ? "waiting" : "replayed"
                return "\(letter.id)  \(letter.createdAt.short)  \(ticket)  \(letter.cause.kind)  \(state)"
            }.joined(separator: "\n"))
    }

    private static func show(_ invocation: Invocation) async throws {
        let letter = try await withLetters(invocation) { letters -> DeadLetter in
            guard let id = try deadLetterID(invocation), let letter = try await letters.deadLetter(id) else {
                throw unknown(invocation)
            }
            return letter
        }
        Console.output(
            """
            id            \(letter.id)
            ticket        \(letter.ticket?.text ?? "none")
            conversation  \(letter.conversation)
            channel       \(letter.channel.displayName)
            cause         \(letter.cause.kind): \(letter.cause.detail)
            tries         \(letter.tries)
            given up      \(letter.createdAt.short)
            replayed      \(letter.replayedAt?.short ?? "no")

            \(letter.content.printable)
            """)
    }

    private static func replay(_ invocation: Invocation) async throws {
        let result = try await withLetters(invocation) { letters -> ReplayResult in
            guard let id = try deadLetterID(invocation) else { throw unknown(invocation) }
            return try await letters.replay(id, by: "terminal")
        }
        switch result {
        case .queued: Console.output("Queued; the next free worker answers it.")
        case .unknown: throw unknown(invocation)
        case .alreadyAnswered: throw CommandError("this message has been answered or is being answered")
        case .withTeammate:
            throw CommandError("a teammate holds this conversation, has answered in it or has closed it")
        }
    }

    private static func deadLetterID(_ invocation: Invocation) throws -> ID<DeadLetter>? {
        ID<DeadLetter>(invocation.required("id"))
    }

    private static func unknown(_ invocation: Invocation) -> CommandError {
        CommandError("no dead letter has the id '\(invocation.required("id"))'; see `fte deadletters list`")
    }

    private static func withLetters<Value>(
        _ invocation: Invocation, _ body: (any DeadLetters) async throws -> Value
    ) async throws -> Value {
        try await DeskStores.with(invocation) { try await body(SQLDeadLetters($0.desk)) }
    }
}

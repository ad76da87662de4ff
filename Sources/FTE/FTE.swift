import Glibc
import Process

/// The program `fte`: reads its command line and runs one command.
@main
struct FTE {
    static let version = "0.1.0"

    static func main() async {
        let program = Program(
            name: "fte", version: version,
            summary: "Answers customers from a company's own documents, and knows when to call a human.",
            discussion: """
                Everything has a default: `fte serve` alone answers for the demo company on http://localhost:8000, \
                with its database in the data directory. Set DATABASE_URL to keep it in PostgreSQL.
                """,
            options: CommonOptions.all,
            commands: [
                ServeCommands.serve, ServeCommands.api, ServeCommands.worker, MigrateCommand.command,
                ChatCommand.command, KnowledgeCommands.command, EvalCommand.command, DoctorCommand.command,
                TicketCommands.command, DeadLetterCommands.command, TraceCommands.command, ReceiptCommand.command,
                SpendingCommand.command,
            ])
        exit(await program.run(Array(CommandLine.arguments.dropFirst())))
    }
}

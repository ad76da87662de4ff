import Formats
import Process
import Storage
import SupportDesk

/// `fte trace`: what happened while messages were answered.
enum TraceCommands {
    static let command = Command(
        "trace", summary: "See how answers came about, step by step.", subcommands: [show])

    private static let show = Command(
        "show", summary: "Draw the runs of a conversation as trees, the newest first.",
        discussion: """
            Each line is a span: an agent, a call of a model (generation) or tool, a guardrail, a handoff, or a step of \
            the desk's own; with how long it took and where in the run it lies. Beneath it stand tokens and cost, a \
            tool's arguments, and errors. Personal data was masked before it was stored.
            """,
        arguments: [
            Command.Argument("conversation", help: "The conversation's id, or its ticket's reference or id.")
        ],
        options: [
            Command.Option("limit", .integer(1...1000), help: "How many runs at most.", default: "10"),
            .flag("json", help: "Print the traces as they are stored, one JSON object a line."),
        ],
        examples: [
            Command.Example("fte trace show TC-7K3M9Q --limit 1", "how the newest answer came about"),
            Command.Example("fte trace show TC-7K3M9Q --json", "the same for programs"),
        ]
    ) { invocation in
        let name = invocation.required("conversation")
        let limit = invocation.integer("limit") ?? 10
        let (traces, spent) = try await DeskStores.with(invocation) { stores in
            let found = try await SQLRunRecords(stores.desk).traces(of: name, limit: limit)
            guard let found else { return (nil as ConversationTraces?, ModelUsage()) }
            return (found, try await SQLModelSpending(stores.desk).spending(on: found.conversation))
        }
        guard let found = traces else {
            throw CommandError("no conversation or ticket is called '\(name)'; see `fte tickets list`")
        }
        if invocation.flag("json") {
            guard !found.traces.isEmpty else { return }
            return Console.output(found.traces.map(\.json.text).joined(separator: "\n"))
        }
        guard !found.traces.isEmpty else { return Console.output("No runs: nothing was answered here.") }
        let isColoured = Console.isColourful
        Console.output(
            "conversation \(found.conversation)\(spent.requests > 0 ? "\nmodels       \(spent.text)" : "")\n\n"
                + found.traces.map { $0.text(isColoured: isColoured) }.joined(separator: "\n\n"))
    }
}

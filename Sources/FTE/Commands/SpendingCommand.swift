import Formats
import FoundationEssentials
import Process
import Storage
import SupportDesk

/// `fte spending`: what language models cost.
enum SpendingCommand {
    static let command = Command(
        "spending", summary: "See what language models cost, by day and model.",
        discussion: """
            Below the days stand the month's sum and what is left of the company's budget (`budget` in workspace.yaml). \
            Days and months are those of UTC. The built-in model costs nothing and isn't counted.
            """,
        options: [
            Command.Option("days", .integer(1...3660), help: "How many days, with today.", default: "30"),
            .flag("json", help: "Print one JSON object; costs are in millionths of a dollar."),
        ],
        examples: [Command.Example("fte spending --days 7", "the last week")]
    ) { invocation in
        let days = invocation.integer("days") ?? 30
        let budget = try WorkspaceLoader.load(DeskSettings(invocation).workspace.path()).budget
        let now = Date()
        let spending = try await DeskStores.with(invocation) { stores in
            try await SQLModelSpending(stores.desk).spending(since: SpendingReport.start(of: days, until: now))
        }
        let report = SpendingReport(spending, days: days, budget: budget, now: now)
        Console.output(invocation.flag("json") ? report.json.text : report.text)
    }
}

import Formats
import Foundation
import Process
import SupportDesk

/// `fte eval`: measures the agent on labelled tickets.
enum EvalCommand {
    static let command = Command(
        "eval", summary: "Measure the agent on labelled tickets.",
        discussion: """
            A file holds one JSON object a line: id, channel, from, name, subject, category, message, and labels with \
            what a good answer is known to be. Each ticket is a conversation of its own; no database is touched.
            """,
        arguments: [Command.Argument("tickets", .path, help: "A file of labelled tickets (.jsonl).")],
        options: [
            Command.Option(
                "predictions", .path, placeholder: "OUT.jsonl", help: "Write what the agent did, a line a ticket.")
        ],
        examples: [
            Command.Example(
                "fte eval workspaces/techcorp/sample-tickets.jsonl --predictions out.jsonl",
                "the demo company's tickets")
        ]
    ) { invocation in
        let settings = try DeskSettings(invocation)
        let file = invocation.required("tickets")
        guard let data = FileManager.default.contents(atPath: file) else {
            throw CommandError("the file \(file) can't be read")
        }
        let tickets = try LabelledTicket.read(data, file: file)
        let workspace = settings.channels.applied(to: try WorkspaceLoader.load(settings.workspace.path()))
        let models = try DeskModels(settings.language, ledger: nil, metrics: nil, logger: settings.log.logger)
        let predictions = try await Evaluation(workspace, languageModel: models?.agentSettings(journals: nil))
            .run(tickets)
        await models?.close()
        if let out = invocation.string("predictions") {
            let lines = predictions.map { $0.json.text + "\n" }.joined()
            do { try Data(lines.utf8).write(to: URL(fileURLWithPath: out), options: .atomic) } catch {
                throw CommandError("the predictions can't be written to \(out)")
            }
        }
        Console.output(EvaluationReport(tickets, predictions).text)
    }
}

import Process
import Storage
import SupportDesk

/// `fte knowledge import`: loads documents.
enum KnowledgeCommands {
    static let command = Command(
        "knowledge", summary: "Load the company's documents.",
        subcommands: [
            Command(
                "import", summary: "Load or refresh the documents of a company's folder; only what changed is written.",
                discussion: """
                    Running processes use the new documents at once. They also import by themselves, at start and when \
                    a file of their workspace changes, so this is for loading beforehand or from a script.
                    """,
                arguments: [
                    Command.Argument("folder", .path, help: "A company's folder, with its documents in docs/.")
                ],
                examples: [Command.Example("fte knowledge import workspaces/techcorp", "the demo company's documents")],
                run: importDocuments)
        ])

    private static func importDocuments(_ invocation: Invocation) async throws {
        let settings = try DeskSettings(invocation)
        let workspace = try WorkspaceLoader.load(invocation.required("folder"))
        let stores = try await DeskStores.open(settings, logger: settings.log.logger)
        try await SQLWorkspaces(stores.desk).record(name: workspace.profile.name, channels: [])
        let change = try await SQLKnowledgeStore(stores.desk).replaceAll(with: workspace.passages)
        await stores.close()
        Console.output(
            "\(workspace.passages.count) sections: \(change.added) added, \(change.updated) updated, "
                + "\(change.removed) removed, \(change.unchanged) unchanged.")
    }
}

import FoundationEssentials
import Storage
import SupportDesk
import Synchronization
import Telemetry
import TextAnalysis

/// The company this desk works for: its folder, its documents in the database, and the index over them.
final class Company: Sendable {
    let source: WorkspaceSource
    let knowledge: KnowledgeBase
    let store: any KnowledgeStore
    private let rows: SQLWorkspaces
    private let channels: ChannelSettings
    private let logger: Logger
    /// Who wants to know of a changed workspace.
    private let listener = Mutex<(@Sendable (Workspace) -> Void)?>(nil)

    /// Loads the folder and brings the database in line with it.
    static func open(_ settings: DeskSettings, stores: DeskStores, logger: Logger) async throws -> Company {
        let folder = try settings.workspace.folder ?? Installation.root() + "/workspaces/techcorp"
        let source = try WorkspaceSource(folder)
        let store = SQLKnowledgeStore(stores.desk)
        let company = Company(
            source: source, knowledge: KnowledgeBase(store, terms: source.workspace.terms), store: store,
            rows: SQLWorkspaces(stores.desk), channels: settings.channels, logger: logger)
        try await company.record()
        return company
    }

    private init(
        source: WorkspaceSource, knowledge: KnowledgeBase, store: any KnowledgeStore, rows: SQLWorkspaces,
        channels: ChannelSettings, logger: Logger
    ) {
        self.source = source
        self.knowledge = knowledge
        self.store = store
        self.rows = rows
        self.channels = channels
        self.logger = logger
    }

    /// `listener` is told of the workspace each time it changed.
    func tellOfChanges(_ listener: @escaping @Sendable (Workspace) -> Void) {
        self.listener.withLock { $0 = listener }
    }

    /// The workspace, with what the settings say of its channels.
    var workspace: Workspace { channels.applied(to: source.workspace) }

    /// Reads the folder again if it changed. A broken change keeps what is there and says so.
    func refresh() async throws {
        switch source.reload() {
        case .unchanged: break
        case .changed:
            knowledge.rebuild(terms: source.workspace.terms)
            try await record()
            listener.withLock { $0 }?(workspace)
            logger.notice("Workspace read again")
        case .broken(let error):
            for problem in error.problems {
                logger.error(
                    "Workspace is broken; the last good one stays", metadata: ["problem": .string(problem.description)])
            }
        }
        if try await knowledge.refresh() {
            logger.notice("Documents loaded", metadata: ["passages": .int(knowledge.index.passages.count)])
        }
    }

    /// Stores the documents' sections and the channels' settings, then reads the index.
    private func record() async throws {
        let workspace = workspace
        try await rows.record(
            name: workspace.profile.name,
            channels: Channel.allCases.map { channel in
                let style = workspace.style(of: channel)
                return SQLWorkspaces.ChannelConfig(
                    channel: channel, isEnabled: style.isEnabled, template: nil,
                    maxResponseLength: style.maxCharacters)
            })
        let change = try await store.replaceAll(with: workspace.passages)
        if change.added + change.updated + change.removed > 0 {
            logger.notice(
                "Documents imported",
                metadata: [
                    "added": .int(change.added), "updated": .int(change.updated), "removed": .int(change.removed),
                ])
        }
        _ = try await knowledge.refresh()
    }
}

extension ChannelSettings {
    func applied(to workspace: Workspace) -> Workspace {
        var workspace = workspace
        for channel in Channel.allCases {
            var style = workspace.style(of: channel)
            if let isEnabled = enabled[channel] { style.isEnabled = isEnabled }
            if let length = maxCharacters[channel] { style.maxCharacters = length }
            workspace.channels[channel] = style
        }
        return workspace
    }
}

extension Workspace {
    /// How this company's documents and questions are read into terms.
    var terms: TermAnalyzer { TermAnalyzer(language: languages[0], synonyms: synonyms) }
}

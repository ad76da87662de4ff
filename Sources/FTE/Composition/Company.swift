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

    /// Reads the company's folder.
    static func load(_ settings: DeskSettings) throws -> WorkspaceSource {
        try WorkspaceSource(settings.workspace.path())
    }

    /// Not ready before `prepare()`.
    init(_ source: WorkspaceSource, _ settings: DeskSettings, stores: DeskStores, logger: Logger) {
        self.source = source
        store = SQLKnowledgeStore(stores.desk)
        knowledge = KnowledgeBase(store, terms: source.workspace.terms)
        rows = SQLWorkspaces(stores.desk)
        channels = settings.channels
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
            try await prepare()
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

    /// Brings the database in line with the folder: documents' sections and channels' settings. Then reads the index.
    func prepare() async throws {
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

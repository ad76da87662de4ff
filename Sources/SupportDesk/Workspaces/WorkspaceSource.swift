import Synchronization

/// The current workspace of a folder, read again when its files change.
package final class WorkspaceSource: Sendable {
    package enum Reload: Equatable, Sendable {
        case unchanged
        case changed
        /// The last good workspace stays. Told once for each state of the files.
        case broken(WorkspaceError)
    }

    private struct State {
        var workspace: Workspace
        /// The files of the last reading, good or not.
        var files: [FolderFiles.Entry]
    }

    package let folder: String
    private let state: Mutex<State>

    /// Reads the folder; without a good workspace there is nothing to fall back to.
    package init(_ folder: String) throws(WorkspaceError) {
        let (workspace, files) = try WorkspaceLoader.read(folder)
        self.folder = folder
        state = Mutex(State(workspace: workspace, files: files))
    }

    package var workspace: Workspace { state.withLock(\.workspace) }

    /// Reads the folder again if a path, a size or a time of change in it differs from the last reading.
    ///
    /// Blocks on the file system: call it from a thread that may. Readers of ``workspace`` never wait for it.
    package func reload() -> Reload {
        let problems = ProblemList()
        let files = FolderFiles(folder, problems)?.entries ?? []
        guard files != state.withLock(\.files) else { return .unchanged }
        do throws(WorkspaceError) {
            let (workspace, files) = try WorkspaceLoader.read(folder)
            state.withLock { $0 = State(workspace: workspace, files: files) }
            return .changed
        } catch {
            state.withLock { $0.files = files }
            return .broken(error)
        }
    }
}

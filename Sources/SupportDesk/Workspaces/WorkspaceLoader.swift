/// Reads a company's folder.
///
/// Only `docs/` must be there. Links that lead out of the folder, files that are no UTF-8, documents beyond 2 MB and
/// more than 5,000 of them are refused.
package enum WorkspaceLoader {
    /// - Throws: all problems of all files at once.
    package static func load(_ folder: String) throws(WorkspaceError) -> Workspace {
        throw WorkspaceError(problems: [WorkspaceProblem(file: folder, problem: "unreadable")])
    }
}

import FoundationEssentials

/// The tag of a workspace's id: `ID<WorkspaceScope>` names the company a row belongs to.
package enum WorkspaceScope {
    /// The one company of an installation that was not told otherwise.
    package static let single = ID<WorkspaceScope>(UUID(uuid: (0, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, 1)))
}

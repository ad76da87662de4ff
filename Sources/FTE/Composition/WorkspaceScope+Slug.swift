import Crypto
import FoundationEssentials
import SupportDesk

extension WorkspaceSettings {
    /// The company's id in the database, the same in every process that is told the same slug.
    var scope: ID<WorkspaceScope> {
        let single = WorkspaceScope.single
        return slug == Self.defaultSlug ? single : ID(UUID(named: slug, in: single.uuid))
    }
}

package import SQL
import SupportDesk

extension SQLError: Outage {
    /// The database is away, in too much use, or was lost during a commit, whose claim then tells whether it came through.
    package var isOutage: Bool {
        if case .outcomeUnknown = self { return true }
        return isTransient
    }
}

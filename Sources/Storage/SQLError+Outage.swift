package import SQL
import SupportDesk

extension SQLError: Outage {
    /// The database is away, lets nobody in or is in too much use, or was lost during a commit, whose claim or key then
    /// tells whether it came through.
    package var isOutage: Bool {
        switch self {
        case .outcomeUnknown, .refused, .unsuitable: true
        default: isTransient
        }
    }
}

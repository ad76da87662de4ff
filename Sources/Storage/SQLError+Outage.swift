package import SQL
import SupportDesk

extension SQLError: Outage {
    /// The database is away, lets nobody in, takes nothing in, or is in too much use, or it was lost during a commit, whose
    /// claim or key then tells whether it came through.
    package var isOutage: Bool {
        switch self {
        case .outcomeUnknown, .refused, .unsuitable, .full, .readOnly: true
        default: isTransient
        }
    }
}

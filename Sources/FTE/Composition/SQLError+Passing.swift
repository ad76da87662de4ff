import HTTPAPI
import SQL

extension SQLError: PassingFailure {
    /// A server that is away, changes places or lets nobody in is told of by the log's own lines, not by each request.
    package var isPassing: Bool {
        switch self {
        case .busy, .conflict, .overloaded, .unavailable, .refused, .unsuitable, .outcomeUnknown: true
        default: false
        }
    }
}

/// Why the program did not end in good order.
package enum ServiceError: Error, CustomStringConvertible {
    case failed(service: String, cause: any Error)
    /// These were told to stop and did not; they were cancelled.
    case overran([String])
    /// A second signal came.
    case stoppedAtOnce

    package var description: String {
        switch self {
        case .failed(let service, let cause): "\(service) failed: \(cause)"
        case .overran(let services): "did not stop in time: \(services.joined(separator: ", "))"
        case .stoppedAtOnce: "stopped at once, by a second signal"
        }
    }
}

/// Why a server could not start.
package enum ServerError: Error, Equatable, CustomStringConvertible {
    /// Another program, or another server of this one, listens there.
    case portTaken(host: String, port: Int)
    /// Ports below 1024 need a privilege.
    case notPermitted(host: String, port: Int)
    /// The host's name or address belongs to no interface of this machine.
    case unknownHost(String)
    /// `start` was called twice.
    case alreadyStarted
    case system(call: String, errno: Int32)

    package var description: String {
        switch self {
        case .portTaken(let host, let port): "Port \(port) on \(host) is taken by another program."
        case .notPermitted(let host, let port): "Listening on port \(port) of \(host) is not permitted."
        case .unknownHost(let host): "\(host) is no address of this machine."
        case .alreadyStarted: "The server was started before."
        case .system(let call, let errno): "\(call) failed with error \(errno)."
        }
    }
}

/// Why a call has no answer. No case carries a URL, a header or anything that the peer sent.
package enum HTTPError: Error, Equatable {
    /// Not absolute, not `http` or `https`, without a host, or not percent-coded.
    case invalidURL
    /// A field's name is no token, its value holds a control character, or it is the client's own to set.
    case invalidHeader(name: String)
    /// The host's name leads to no address.
    case resolve
    /// Nobody listens there, or there is no way there.
    case connect
    /// The address is not one that this client calls (`WebClientOptions.addresses`).
    case forbiddenAddress
    /// The certificate doesn't hold, or there is no common protocol.
    case tls(reason: String)
    case timedOut(Limit)
    /// The answer's head exceeds `WebClientOptions.maxHeadBytes`.
    case headTooLarge
    /// The answer's body exceeds the request's `maxBodyBytes`.
    case bodyTooLarge
    /// The connection closed or broke before the answer's end. Whether the server acted is unknown.
    case closedEarly
    /// What came is not HTTP.
    case malformedResponse
    /// The client was shut down.
    case closed
    /// Something else that libcurl names; its error's number and text.
    case other(code: Int, reason: String)

    package enum Limit: Sendable, Equatable {
        case connect, idle, deadline
    }
}

extension HTTPError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .invalidURL: "The URL is not an absolute http or https URL."
        case .invalidHeader(let name): "The header \(name) can't be sent."
        case .resolve: "The host's name leads to no address."
        case .connect: "The host can't be reached."
        case .forbiddenAddress: "The host's address may not be called."
        case .tls(let reason): "No secure connection: \(reason)."
        case .timedOut(.connect): "Connecting took too long."
        case .timedOut(.idle): "The connection was silent for too long."
        case .timedOut(.deadline): "The answer took too long."
        case .headTooLarge: "The answer's head is too large."
        case .bodyTooLarge: "The answer's body is too large."
        case .closedEarly: "The connection was lost before the answer's end."
        case .malformedResponse: "The answer is not HTTP."
        case .closed: "The HTTP client was shut down."
        case .other(let code, let reason): "The call failed: \(reason) (\(code))."
        }
    }
}

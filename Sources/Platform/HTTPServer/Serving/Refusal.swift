/// Why the server itself answers, without asking the handler.
package enum Refusal: Error, Equatable, Sendable {
    /// The request breaks HTTP's grammar or leaves its length open to doubt. 400.
    case malformed(Malformation)
    /// The head or the body came too slowly. 408.
    case tooSlow
    /// The body is longer than the limit for this route. 413.
    case bodyTooLarge(limit: Int)
    /// 414.
    case targetTooLong
    /// An expectation other than `100-continue`. 417.
    case unknownExpectation
    /// The head is too long or has too many fields. 431.
    case headTooLarge
    /// The handler's response can't be sent: a header or its status is unfit. 500.
    case unfitResponse
    /// A transfer coding other than `chunked`. 501.
    case unknownTransferCoding
    /// Too many connections are open, in all or from this address. 503.
    case full
    /// Neither HTTP/1.0 nor HTTP/1.1. 505.
    case unknownVersion

    package enum Malformation: String, Equatable, Sendable {
        case requestLine = "The request line is malformed."
        case target = "The request target is malformed."
        case field = "A header field is malformed."
        case host = "Exactly one valid Host field is needed."
        case length = "The length of the body is not clear."
        case chunk = "The chunked body is malformed."
    }

    package var status: Status {
        switch self {
        case .malformed: .badRequest
        case .tooSlow: .requestTimeout
        case .bodyTooLarge: .contentTooLarge
        case .targetTooLong: .uriTooLong
        case .unknownExpectation: .expectationFailed
        case .headTooLarge: .requestHeaderFieldsTooLarge
        case .unfitResponse: .internalServerError
        case .unknownTransferCoding: .notImplemented
        case .full: .serviceUnavailable
        case .unknownVersion: .httpVersionNotSupported
        }
    }

    /// A sentence for the client; it holds nothing that the client sent.
    package var explanation: String {
        switch self {
        case .malformed(let malformation): malformation.rawValue
        case .tooSlow: "The request took too long to arrive."
        case .bodyTooLarge(let limit): "The body may have at most \(limit) bytes."
        case .targetTooLong: "The request target is too long."
        case .unknownExpectation: "Only the expectation 100-continue is known."
        case .headTooLarge: "The header fields are too large."
        case .unfitResponse: "The server failed to answer."
        case .unknownTransferCoding: "Only the transfer coding chunked is known."
        case .full: "Too many connections are open. Try again later."
        case .unknownVersion: "Only HTTP/1.0 and HTTP/1.1 are spoken here."
        }
    }

    /// How a refusal reads when the product doesn't say otherwise.
    package var plainResponse: Response {
        Response(status, "text/plain; charset=utf-8", explanation + "\n")
    }
}

/// What a server said with a failure.
package struct ServerReply: Equatable, Sendable {
    package let status: Int
    /// The server's name for the failure, such as `model_not_found`.
    package let code: String?
    /// `x-request-id`, by which the provider finds the call.
    package let requestID: String?
    /// The server's own words, at most 500 characters. They may repeat the prompt or the key: for whoever tests a
    /// connection, and never for logs, traces or customers.
    package let message: String?

    package init(status: Int, code: String? = nil, requestID: String? = nil, message: String? = nil) {
        self.status = status
        self.code = code
        self.requestID = requestID
        self.message = message
    }
}

extension ServerReply: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// All but the message.
    package var description: String {
        "status \(status)" + (code.map { ", code \($0)" } ?? "") + (requestID.map { ", request \($0)" } ?? "")
    }

    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["status": status]) }
}

/// What a server tells of itself, for metrics and logs.
package enum ServerEvent: Sendable {
    case connectionOpened
    case connectionClosed
    case bytesReceived(Int)
    /// A handler's response was handed to the kernel, or its client was gone before.
    case requestFinished(RequestSummary)
    /// The server answered by itself; no `requestFinished` follows.
    case refused(Refusal)
    /// The handler's response had an unfit header or status, and a 500 took its place. An error to mend.
    case responseUnfit(path: String, flaw: String)
    /// The producer of a streamed body threw; the client got an incomplete body.
    case streamFailed(path: String, any Error)
    /// No file descriptor was left for a connection, which was closed.
    case descriptorsExhausted
}

package struct RequestSummary: Sendable {
    package let method: Method
    /// `nil` when the client went before the handler answered.
    package let status: Status?
    package let bytesReceived: Int
    package let bytesSent: Int
    /// From the end of the request to the end of the response.
    package let duration: Duration
    /// The client went before it had everything.
    package let isCutShort: Bool
}

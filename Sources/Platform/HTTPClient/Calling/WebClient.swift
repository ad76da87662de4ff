/// Calls HTTP servers, thousands at once, on one thread of its own (libcurl's multi interface).
///
/// Redirects are not followed and nothing is decompressed. Cancelling a task closes its call's connection at once.
package final class WebClient: Sendable {
    /// Starts the client's thread.
    ///
    /// - Throws: `HTTPError.other` without a thread or a descriptor to be had.
    package init(_ options: WebClientOptions = WebClientOptions()) throws {}

    /// Sends a request and returns once the answer's head is here.
    ///
    /// - Throws: `HTTPError`, `CancellationError`.
    package func send(_ request: HTTPRequest) async throws -> HTTPResponse { throw HTTPError.closed }

    /// Sends a request and returns once the answer's last octet is here. Cheaper than `send` for short answers.
    ///
    /// - Throws: `HTTPError`, `CancellationError`.
    package func collect(_ request: HTTPRequest) async throws -> (head: HTTPHead, body: [UInt8]) {
        throw HTTPError.closed
    }

    /// Ends all calls with `HTTPError.closed` and returns once the thread has ended. Later calls fail likewise.
    package func shutdown() async {}

    package var statistics: WebClientStatistics { WebClientStatistics() }
}

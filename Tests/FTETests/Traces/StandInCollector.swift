import Formats
import HTTPClient
import Synchronization
import TestSupport

/// A collector in this process: answers each call by the next of its replies, the last again and again, and keeps what it
/// was sent.
final class StandInCollector: Sendable {
    enum Reply: Sendable {
        case status(Int, headers: HTTPHeaders = [:], body: String = "{}")
        case fails(HTTPError)
        /// Takes the call and never answers.
        case silent
    }

    private enum Moment { case asked, answered }

    private let replies: [Reply]
    private let kept = Mutex<[HTTPRequest]>([])
    private let moments = Milestones<Moment>()

    init(_ replies: Reply...) { self.replies = replies.isEmpty ? [.status(200)] : replies }

    var requests: [HTTPRequest] { kept.withLock { $0 } }

    /// The spans of each request.
    var batches: [[JSONValue]] {
        get throws {
            try requests.map { request in
                let json = try JSONValue(parsing: request.body ?? [])
                return json["resourceSpans"]?[0]?["scopeSpans"]?[0]?["spans"]?.array ?? []
            }
        }
    }

    func answer(_ request: HTTPRequest) async throws -> (head: HTTPHead, body: [UInt8]) {
        try Task.checkCancellation()
        let number = kept.withLock { kept in
            kept.append(request)
            return kept.count - 1
        }
        moments.note(.asked)
        switch replies[min(number, replies.count - 1)] {
        case .status(let status, let headers, let body):
            return (HTTPHead(status: status, headers: headers), Array(body.utf8))
        case .fails(let error): throw error
        case .silent:
            try await moments.reached(.answered, 1)
            throw HTTPError.closedEarly
        }
    }

    /// Returns once so many requests have come.
    func requests(_ count: Int) async throws { try await moments.reached(.asked, count) }
}

import AgentRuntime
import FoundationEssentials
package import HTTPClient

/// A server that speaks OpenAI's API, and how we call it.
package struct ModelServer: Sendable {
    /// Up to and with the version: `https://api.openai.com/v1`.
    package let baseURL: String
    /// Sent as a bearer token; `nil` for servers that want none. Never logged.
    private let key: String?
    private let client: WebClient
    package var connectTimeout: Duration = .seconds(10)
    /// Without an octet of a streamed answer. One that isn't streamed may be silent up to the deadline.
    package var idleTimeout: Duration = .seconds(60)
    package var retries = RetryPolicy()
    /// Of one answer as it travels, events and all.
    package var maxBodyBytes = 64 << 20

    /// - Parameter key: white space around it goes, since keys are pasted; an empty one counts as none.
    package init(baseURL: String, key: String?, client: WebClient) {
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        let key = key.map { String($0.trimmingPrefix(while: \.isWhitespace)) }
            .map { String($0.reversed().drop(while: \.isWhitespace).reversed()) }
        self.key = key == "" ? nil : key
        self.client = client
    }

    /// One call: a body to a path, to be answered by the deadline.
    struct Call {
        let path: String
        let body: [UInt8]
        /// Asks for an event stream.
        let streams: Bool
        let deadline: ContinuousClock.Instant
    }

    /// Calls until an answer was read, as `retries` says; never again once something was delivered, and never beyond the
    /// deadline.
    ///
    /// - Returns: what was read, and how many calls came before the one that was answered.
    /// - Throws: `LanguageModelError`, `CancellationError`.
    func answer<Answer>(
        to call: Call, clock: any RunClock, now: @Sendable () -> Date, delivery: Delivery? = nil,
        read: (HTTPResponse) async throws -> Answer
    ) async throws -> (answer: Answer, retries: Int) {
        var retry = 0
        while true {
            do {
                return (try await attempt(call, clock: clock, now: now, read: read), retry)
            } catch let failure as AttemptFailure {
                retry += 1
                guard delivery?.hasStarted != true,
                    let delay = retries.delay(before: retry, after: failure, random: .random(in: 0..<1)),
                    clock.now + delay < call.deadline
                else { throw failure.error }
                try await clock.wait(until: clock.now + delay)
            }
        }
    }

    private func attempt<Answer>(
        _ call: Call, clock: any RunClock, now: @Sendable () -> Date, read: (HTTPResponse) async throws -> Answer
    ) async throws -> Answer {
        let left = call.deadline - clock.now
        guard left > .zero else { throw AttemptFailure(.timedOut) }
        let request = request(call, left: left)
        let response: HTTPResponse
        do {
            response = try await client.send(request)
        } catch let error as HTTPError {
            throw AttemptFailure(LanguageModelError(error, hasHead: false), shouldRetry: error.isLasting ? false : nil)
        }
        do {
            if (200..<300).contains(response.status) { return try await read(response) }
            throw try await refusal(response, now: now())
        } catch let error as HTTPError {
            throw AttemptFailure(LanguageModelError(error, hasHead: true))
        } catch let error as LanguageModelError {
            throw AttemptFailure(error)
        }
    }

    private func request(_ call: Call, left: Duration) -> HTTPRequest {
        var headers: HTTPHeaders = [
            "Content-Type": "application/json", "Accept": "application/json",
        ]
        if let key { headers.append("Authorization", "Bearer \(key)") }
        var limits = HTTPRequest.Limits()
        limits.connectTimeout = connectTimeout
        limits.idleTimeout = call.streams ? idleTimeout : left
        limits.deadline = ContinuousClock.now + left
        limits.maxBodyBytes = maxBodyBytes
        return HTTPRequest(.post, baseURL + call.path, headers: headers, body: call.body, limits: limits)
    }

    private func refusal(_ response: HTTPResponse, now: Date) async throws -> AttemptFailure {
        let maxBytes = 64 << 10
        var body: [UInt8] = []
        do {
            for try await piece in response.body {
                body += piece.prefix(maxBytes - body.count)
                if body.count == maxBytes { break }
            }
        } catch is HTTPError {
            // The status says enough.
        }
        let delay = RetryAfter.read(response.headers, now: now)
        var parsed = ErrorBody(body)
        if let key {
            if parsed.message?.contains(key) == true { parsed.message = nil }
            if parsed.code?.contains(key) == true { parsed.code = nil }
        }
        return AttemptFailure(
            parsed.failure(
                status: response.status, requestID: Self.requestID(response.headers), retryAfter: delay),
            shouldRetry: response.headers["x-should-retry"].flatMap(Bool.init), retryAfter: delay)
    }

    /// - Returns: `nil` for one that isn't of an id's form: it goes into logs.
    static func requestID(_ headers: HTTPHeaders) -> String? {
        guard let id = headers["x-request-id"], (1...128).contains(id.utf8.count) else { return nil }
        let isSound = id.unicodeScalars.allSatisfy {
            $0.isASCII && ($0.properties.isAlphabetic || "0123456789-_.:".unicodeScalars.contains($0))
        }
        return isSound ? id : nil
    }
}

extension ModelServer: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { baseURL }
    package var debugDescription: String { baseURL }
    package var customMirror: Mirror { Mirror(self, children: ["baseURL": baseURL]) }
}

extension HTTPError {
    /// Nothing that time mends.
    fileprivate var isLasting: Bool {
        switch self {
        case .invalidURL, .invalidHeader, .forbiddenAddress, .tls, .closed: true
        default: false
        }
    }
}

extension LanguageModelError {
    /// - Parameter hasHead: the answer had begun.
    init(_ error: HTTPError, hasHead: Bool) {
        switch error {
        case .timedOut: self = .timedOut
        case .bodyTooLarge: self = .outputTooLong
        case .closedEarly where hasHead: self = .streamCut
        default: self = .connectionFailed(reason: error.description)
        }
    }
}

package import AgentRuntime
import Telemetry

/// Why a language model has no answer. Texts carry status, code and request id; never prompts, answers or keys.
package enum LanguageModelError: ModelTrouble, Equatable {
    /// The server doesn't accept the request as it is. Ours to mend, or the setting `wire` is wrong for this server.
    case badRequest(ServerReply)
    /// The conversation is longer than the model can read. Another model may.
    case contextTooLong(ServerReply)
    /// The key is missing, wrong, or not allowed to do this (401, 403). The operator's to mend.
    case unauthorized(ServerReply)
    /// No such model or path. The operator's to mend.
    case notFound(ServerReply)
    /// Too many requests. Later.
    case rateLimited(ServerReply, retryAfter: Duration?)
    /// The account is out of credit. The operator's to mend; retries don't help.
    case quotaExhausted(ServerReply)
    /// The server is ill (408, 409, 5xx), or says so of what is a bad request (some compatible servers do). Later.
    case serverError(ServerReply)
    /// No answer by the deadline, or silence for too long. Later.
    case timedOut
    /// No connection, or none that holds. Later, or the operator's to mend.
    case connectionFailed(reason: String)
    /// The answer stopped before its end. Later.
    case streamCut
    /// What came is no answer we can read.
    case unreadableAnswer(problem: String)
    /// The answer stops half-way: no customer should see it, and nobody should parse it.
    case incomplete(IncompleteReason, usage: Usage)
    /// The model failed and says so.
    case failed(ServerReply)
    /// The answer is longer than we take.
    case outputTooLong

    package enum IncompleteReason: String, Equatable, Sendable {
        case maxOutputTokens = "max_output_tokens"
        case contentFilter = "content_filter"
        case other
    }
}

extension LanguageModelError {
    /// What a failure means for whoever asks again, or chooses between models.
    package struct Class: Equatable, Sendable {
        /// Asking this server again a moment later is no use.
        package let isFinalForThisServer: Bool
        /// Says something of the server rather than of the request.
        package let countsAgainstHealth: Bool
    }

    package var `class`: Class {
        switch self {
        case .badRequest, .contextTooLong, .incomplete:
            Class(isFinalForThisServer: true, countsAgainstHealth: false)
        case .unauthorized, .notFound, .quotaExhausted, .unreadableAnswer, .failed, .outputTooLong:
            Class(isFinalForThisServer: true, countsAgainstHealth: true)
        case .rateLimited, .serverError, .timedOut, .connectionFailed, .streamCut:
            Class(isFinalForThisServer: false, countsAgainstHealth: true)
        }
    }

    /// The label by which metrics and receipts name it: one of a fixed set.
    package var kind: String {
        switch self {
        case .badRequest: "bad_request"
        case .contextTooLong: "context_too_long"
        case .unauthorized: "unauthorized"
        case .notFound: "not_found"
        case .rateLimited: "rate_limited"
        case .quotaExhausted: "quota_exhausted"
        case .serverError: "server_error"
        case .timedOut: "timed_out"
        case .connectionFailed: "connection_failed"
        case .streamCut: "stream_cut"
        case .unreadableAnswer: "unreadable_answer"
        case .incomplete: "incomplete"
        case .failed: "failed"
        case .outputTooLong: "output_too_long"
        }
    }

    /// What the call used, if that is known; an upper bound where the server may have answered in full.
    func usage(of estimate: Usage) -> Usage {
        switch self {
        case .incomplete(_, let usage): usage
        case .timedOut, .streamCut, .unreadableAnswer, .outputTooLong, .failed: estimate
        default: Usage()
        }
    }
}

extension LanguageModelError: LoggableError, CustomStringConvertible {
    package var description: String { logText }

    package var logText: String {
        switch self {
        case .badRequest(let reply): "The server doesn't accept the request (\(reply))."
        case .contextTooLong(let reply): "The conversation is too long for the model (\(reply))."
        case .unauthorized(let reply): "The server doesn't accept the key (\(reply))."
        case .notFound(let reply): "The server doesn't know the model or the path (\(reply))."
        case .rateLimited(let reply, let delay):
            "The server asks for fewer requests (\(reply)\(delay.map { ", again after \($0)" } ?? ""))."
        case .quotaExhausted(let reply): "The account is out of credit (\(reply))."
        case .serverError(let reply): "The server failed (\(reply))."
        case .timedOut: "The model took too long."
        case .connectionFailed(let reason): "No connection to the server: \(reason)"
        case .streamCut: "The answer stopped before its end."
        case .unreadableAnswer(let problem): "The answer can't be read: \(problem)."
        case .incomplete(let reason, _): "The answer is incomplete: \(reason.rawValue)."
        case .failed(let reply): "The model failed (\(reply))."
        case .outputTooLong: "The answer is too long."
        }
    }
}

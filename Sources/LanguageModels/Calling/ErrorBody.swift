import AgentRuntime
import Formats

/// What a server says went wrong, in one of the forms that servers use:
///
///     {"error": {"message", "type", "code"}}   {"error": "…"}   {"type": "error", "code", "message"}
///     {"detail": "…"}   {"detail": [{"msg"}]}   plain text
struct ErrorBody {
    private static let maxMessageBytes = 500

    var code: String?
    var message: String?

    init(_ json: JSONValue) {
        let error = json["error"].flatMap { $0.isNull ? nil : $0 } ?? json
        let detail = json["detail"]
        message = error.string ?? error.text("message") ?? detail?.string ?? detail?[0]?.text("msg")
        code = [error.label("code"), error.text("type")].lazy.compactMap { $0.flatMap(Self.sound) }
            .first { $0 != "error" }
        shorten()
    }

    init(_ bytes: [UInt8]) {
        self.init((try? repairedJSON(bytes)) ?? .string(String(decoding: bytes, as: UTF8.self)))
    }

    /// A code as providers write them: `insufficient_quota`, `429`. Anything else may be anything.
    private static func sound(_ code: String) -> String? {
        let isSound =
            code.utf8.count <= 48
            && code.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
        return isSound ? code : nil
    }

    private mutating func shorten() {
        guard let whole = message, whole.utf8.count > Self.maxMessageBytes else { return }
        message = String(decoding: whole.utf8.prefix(Self.maxMessageBytes), as: UTF8.self)
    }

    /// What it means, by status and code.
    func failure(status: Int, requestID: String? = nil, retryAfter: Duration? = nil) -> LanguageModelError {
        let reply = ServerReply(status: status, code: code, requestID: requestID, message: message)
        switch code {
        case "insufficient_quota", "billing_hard_limit_reached", "billing_not_active": return .quotaExhausted(reply)
        case "context_length_exceeded", "exceed_context_size_error": return .contextTooLong(reply)
        default: break
        }
        switch status {
        case 401, 403: return .unauthorized(reply)
        case 402: return .quotaExhausted(reply)
        case 404, 300..<400: return .notFound(reply)
        case 408, 409: return .serverError(reply)
        case 429: return .rateLimited(reply, retryAfter: retryAfter)
        case 400..<500: return saysTooLong ? .contextTooLong(reply) : .badRequest(reply)
        case 500...: return saysTooLong ? .contextTooLong(reply) : .serverError(reply)
        default: return withinAnswer(reply)
        }
    }

    /// A failure that came with status 200, alone or inside a stream.
    private func withinAnswer(_ reply: ServerReply) -> LanguageModelError {
        switch code {
        case "rate_limit_exceeded", "429": .rateLimited(reply, retryAfter: nil)
        case "invalid_request_error", "invalid_prompt", "400": saysTooLong ? .contextTooLong(reply) : .badRequest(reply)
        default: saysTooLong ? .contextTooLong(reply) : .failed(reply)
        }
    }

    /// Servers that have no code for it.
    private var saysTooLong: Bool {
        guard let message = message?.lowercased() else { return false }
        return ["context length", "context window", "context size", "prompt is too long"].contains(
            where: message.contains)
    }
}

import Formats
package import HTTPServer
import SupportDesk

/// An error as clients read it: problem details (RFC 9457). Never carries SQL, paths, keys or what was sent.
package struct Problem: Error {
    let status: Status
    let title: String
    let detail: String
    var headers = Headers()

    init(_ status: Status, _ title: String, _ detail: String, headers: Headers = Headers()) {
        self.status = status
        self.title = title
        self.detail = detail
        self.headers = headers
    }

    package var response: Response {
        var json = JSONWriter(capacity: 160)
        json.object { json in
            json.member("type", "about:blank")
            json.member("title", title)
            json.member("status", status.code)
            json.member("detail", detail)
        }
        return Response(status, "application/problem+json", json.bytes, headers: headers)
    }

    static let notFound = Problem(404, "Not found", "There is nothing at this address.")
    static let unknownTicket = Problem(
        404, "Unknown ticket", "No ticket has this link. Please check it for typing errors.")
    static let formIsClosed = Problem(
        403, "Form switched off", "The support form is switched off here. Nothing was stored.")
    static let internalError = Problem(
        500, "Internal error", "Something went wrong on our side. It was recorded; please try again.")

    static func badRequest(_ detail: String) -> Problem { Problem(400, "Bad request", detail) }

    static func methodNotAllowed(_ allowed: [Method]) -> Problem {
        let names = allowed.map(\.name).joined(separator: ", ")
        return Problem(405, "Method not allowed", "Allowed here: \(names).", headers: ["Allow": names])
    }

    static func unavailable(retryAfter: Duration, _ detail: String) -> Problem {
        Problem(
            503, "Not available", detail, headers: ["Retry-After": String(max(1, retryAfter.components.seconds))])
    }
}

extension Problem {
    /// What a client is told of an error; the error itself stays inside.
    init(of error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let error as IntakeError: self = error.problem
        case let error as any Outage where error.isOutage:
            self = .unavailable(
                retryAfter: .seconds(1), "Our database can't be reached at this moment. Please try again.")
        case is CancellationError: self = .unavailable(retryAfter: .seconds(1), "The server is stopping.")
        default: self = .internalError
        }
    }

    /// Whether this hides an error that somebody has to look into.
    var isInternalError: Bool { status == 500 }
}

/// A message from a page's form that was not taken in, and the page that says so and keeps what was typed.
struct FailedSubmission: Error {
    let cause: any Error
    let page: Response
}

extension Refusal {
    /// What the server itself refuses, in the same form.
    package var problemResponse: Response {
        SecurityHeaders.adding(to: Problem(status, "Request refused", explanation).response)
    }
}

extension IntakeError {
    var problem: Problem {
        switch self {
        case .keyUsedForAnotherMessage:
            Problem(
                409, "Key used before",
                "This Idempotency-Key was sent before with other content. Use a new key for a new message.")
        case .backlogFull(let delay):
            .unavailable(
                retryAfter: delay, "More messages are waiting than we can take. Nothing was stored; please try again.")
        case .overloaded(let delay):
            .unavailable(
                retryAfter: delay, "We can't store your message at this moment. Please try again.")
        case .unknownTicket: .unknownTicket
        }
    }
}

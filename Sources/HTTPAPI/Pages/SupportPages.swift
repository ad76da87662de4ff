import Formats
import FoundationEssentials
import HTTPServer
import SupportDesk

/// The pages a customer sees, rendered from the templates of `web/pages`.
package struct SupportPages: Sendable {
    /// What the pages say of the company.
    package struct Company: Sendable {
        let name: String
        let product: String
        let privacyURL: String?
        let language: String

        package init(name: String, product: String, privacyURL: String?, language: String) {
            self.name = name
            self.product = product
            self.privacyURL = privacyURL
            self.language = language
        }
    }

    private let formPage: Template
    private let ticketPage: Template
    private let conversationPart: Template
    private let problemPage: Template
    private let company: @Sendable () -> Company
    private let newKey: @Sendable () -> String

    /// - Parameter read: the text of a file of `web/pages`.
    package init(
        company: @escaping @Sendable () -> Company, newKey: @escaping @Sendable () -> String,
        read: (String) throws -> String
    ) throws {
        self.company = company
        self.newKey = newKey
        func template(_ name: String, _ partials: [String: Template] = [:]) throws -> Template {
            try Template(read(name), file: name, partials: partials)
        }
        let head = try template("head.mustache")
        let foot = try template("foot.mustache")
        conversationPart = try template("conversation.mustache")
        formPage = try template("form.mustache", ["head": head, "foot": foot])
        ticketPage = try template(
            "ticket.mustache", ["head": head, "foot": foot, "conversation": conversationPart])
        problemPage = try template("problem.mustache", ["head": head, "foot": foot])
    }

    // MARK: Form

    func form(
        _ typed: [String: FormValue] = [:], errors: FieldErrors? = nil, refusal: Problem? = nil, estimate: String
    ) async throws -> Response {
        var page = common(title: "Contact support")
        page["estimate"] = .string(estimate)
        page["idempotency_key"] = .string(key(typed))
        page["fields"] = .object(FormFieldsView(typed, errors: errors).json)
        page["errors"] = .array((errors?.entries ?? []).map(\.json))
        page["refusal"] = refusal.map { .string($0.detail) } ?? .null
        return try html(formPage, page, status: refusal?.status ?? (errors == nil ? 200 : 422))
    }

    // MARK: Ticket

    func ticket(
        _ view: TicketView, typed: [String: FormValue] = [:], errors: FieldErrors? = nil, refusal: Problem? = nil
    ) async throws -> Response {
        var page = common(title: view.ticket.subject)
        for (name, value) in TicketViewModel(view).json.members { page[name] = value }
        page["idempotency_key"] = .string(key(typed))
        page["fields"] = .object(FormFieldsView(typed, errors: errors).json)
        page["errors"] = .array((errors?.entries ?? []).map(\.json))
        page["refusal"] = refusal.map { .string($0.detail) } ?? .null
        return try html(ticketPage, page, status: refusal?.status ?? (errors == nil ? 200 : 422))
    }

    /// The ticket's state and messages alone, for a page that is open.
    func conversation(_ view: TicketView) async throws -> Response {
        try html(conversationPart, TicketViewModel(view).json, status: 200)
    }

    func problem(_ problem: Problem) throws -> Response {
        var page = common(title: problem.title)
        page["detail"] = .string(problem.detail)
        return try html(problemPage, page, status: problem.status)
    }

    private func common(title: String) -> JSONObject {
        let company = company()
        return [
            "title": .string(title), "company": .string(company.name), "product": .string(company.product),
            "language": .string(company.language), "privacy_url": company.privacyURL.map { .string($0) } ?? .null,
        ]
    }

    /// The key of the form as it was shown, so that sending it again after a correction is still one submission.
    private func key(_ typed: [String: FormValue]) -> String {
        if case .text(let key) = typed["idempotency_key"], !key.isEmpty { return key }
        return newKey()
    }

    private func html(_ template: Template, _ context: JSONObject, status: Status) throws -> Response {
        Response(
            status, "text/html; charset=utf-8",
            try template.renderBytes(.object(context), escaping: .html),
            headers: ["Cache-Control": "no-store"])
    }
}

extension FieldErrors.Entry {
    fileprivate var json: JSONValue { ["field": .string(field), "message": .string(message)] }
}

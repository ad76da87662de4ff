import Formats
import FoundationEssentials
import HTTPServer
import SupportDesk

/// The pages a customer sees: the templates of `web/pages` in the words of `web/words`.
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
    private let privacyPage: Template
    private let guidePage: Template
    private let languages: PageLanguages
    private let company: @Sendable () -> Company
    private let newKey: @Sendable () -> String

    /// - Parameter folder: `web`, read once.
    /// - Parameter newKey: makes an id for a message that will be typed into a page, so that it is stored once.
    /// - Throws: for a file that can't be read, and for a template with a word that is in no catalogue.
    package init(
        folder: String, company: @escaping @Sendable () -> Company, newKey: @escaping @Sendable () -> String
    ) throws {
        self.company = company
        self.newKey = newKey
        let languages = try PageLanguages(folder: folder + "/words")
        self.languages = languages
        func template(_ name: String, _ partials: [String: Template] = [:]) throws -> Template {
            let path = "\(folder)/pages/\(name).mustache"
            let template = try Template(
                String(contentsOfFile: path, encoding: .utf8), file: path, partials: partials)
            try languages["en"].check(template)
            return template
        }
        var partials = ["head": try template("head"), "foot": try template("foot")]
        problemPage = try template("problem", partials)
        privacyPage = try template("privacy", partials)
        guidePage = try template("guide", partials)
        partials["notices"] = try template("notices")
        formPage = try template("form", partials)
        conversationPart = try template("conversation")
        partials["conversation"] = conversationPart
        partials["keep"] = try template("keep")
        ticketPage = try template("ticket", partials)
    }

    // MARK: Form

    func form(
        _ typed: [String: FormValue] = [:], errors: FieldErrors? = nil, refusal: Problem? = nil, estimate: String
    ) throws -> Response {
        var page = Page(company(), languages, ["estimate": estimate])
        page.title = page.words.text("form.title")
        page.script = "form.js"
        let key = key(typed, errors: errors, refusal: refusal)
        page.add(FormFieldsView(typed, errors: errors, words: page.words), key: key, refusal: refusal)
        return try page.response(formPage, status: refusal?.status ?? (errors == nil ? 200 : 422), refusal?.headers)
    }

    // MARK: Ticket

    /// - Parameter estimate: when an answer may be expected; given right after the message was sent, which the page
    ///   then confirms.
    func ticket(
        _ view: TicketView, sent estimate: String? = nil, typed: [String: FormValue] = [:],
        errors: FieldErrors? = nil, refusal: Problem? = nil
    ) throws -> Response {
        var page = Page(
            company(), languages, ["estimate": estimate ?? "", "reference": view.ticket.reference.text])
        page.title = estimate == nil ? view.ticket.subject : page.words.text("ticket.sent_title")
        page.script = "ticket.js"
        page.context["sent"] = .bool(estimate != nil)
        page.add(TicketPageView(view, company: page.company.name, words: page.words).json)
        let key = key(typed, errors: errors, refusal: refusal)
        page.add(FormFieldsView(typed, errors: errors, words: page.words), key: key, refusal: refusal)
        return try page.response(ticketPage, status: refusal?.status ?? (errors == nil ? 200 : 422), refusal?.headers)
    }

    /// The ticket's state and messages alone, for a page that is open.
    func conversation(_ view: TicketView) throws -> Response {
        var page = Page(company(), languages, [:])
        page.add(TicketPageView(view, company: page.company.name, words: page.words).json)
        return try page.response(conversationPart, status: 200)
    }

    // MARK: Others

    func privacy() throws -> Response {
        var page = Page(company(), languages, [:])
        page.title = page.words.text("privacy.title")
        return try page.response(privacyPage, status: 200)
    }

    /// One document, its sections in order.
    func guide(_ sections: [Passage]) throws -> Response {
        var page = Page(company(), languages, [:])
        page.title = sections.first?.documentTitle ?? ""
        page.context["title"] = .string(page.title)
        page.context["sections"] = .array(
            try sections.map { section in
                [
                    "slug": .string(section.slug), "heading": .string(section.heading),
                    "html": .string(try Markdown.html(section.markdown)),
                ]
            })
        return try page.response(guidePage, status: 200)
    }

    func problem(_ problem: Problem) throws -> Response {
        switch problem.status.code {
        case 401: try page(of: problem, saying: "key")
        case 404: try page(of: problem, saying: "missing")
        case 500...: try page(of: problem, saying: "failed")
        default: try page(of: problem, saying: nil)
        }
    }

    func formIsClosed() throws -> Response { try page(of: .formIsClosed, saying: "closed") }

    /// - Parameter words: which words of the catalogue tell it; otherwise the problem's own do.
    private func page(of problem: Problem, saying words: String?) throws -> Response {
        var page = Page(company(), languages, [:])
        page.title = words.map { page.words.text("problem.\($0)") } ?? problem.title
        page.context["title"] = .string(page.title)
        page.context["detail"] = .string(words.map { page.words.text("problem.\($0)_text") } ?? problem.detail)
        page.context["may_go_back"] = .bool(words == nil || words == "failed")
        page.context["may_write"] = .bool(words != "closed")
        return try page.response(problemPage, status: problem.status, problem.headers)
    }

    /// The key of the form as it was shown, so that sending it again after a correction is still one submission; a
    /// fresh one where the shown one can't be used again.
    private func key(_ typed: [String: FormValue], errors: FieldErrors?, refusal: Problem?) -> String {
        let isSpent = refusal?.status.code == 409 || errors?.entries.contains { $0.field == "Idempotency-Key" } == true
        if !isSpent, case .text(let key) = typed["idempotency_key"], !key.isEmpty { return key }
        return newKey()
    }
}

/// One page under way: what all pages say, and what this one adds.
private struct Page {
    let company: SupportPages.Company
    let words: PageWords
    var title = ""
    var script: String?
    var context: JSONObject = [:]
    private let values: [String: String]
    private var hasErrors = false

    init(_ company: SupportPages.Company, _ languages: PageLanguages, _ values: [String: String]) {
        self.company = company
        words = languages[company.language]
        var values = values
        values["company"] = company.name
        values["product"] = company.product
        self.values = values
    }

    mutating func add(_ members: JSONObject) {
        for (name, value) in members.members { context[name] = value }
    }

    mutating func add(_ form: FormFieldsView, key: String, refusal: Problem?) {
        context["idempotency_key"] = .string(key)
        context["fields"] = .object(form.fields)
        context["errors"] = .array(form.errors)
        context["has_errors"] = .bool(!form.errors.isEmpty)
        hasErrors = !form.errors.isEmpty || refusal != nil
        guard let refusal else { return }
        let kind =
            switch refusal.status.code {
            case 409: "changed"
            case 429, 503: "full"
            case 500...: "unknown"
            default: "refused"
            }
        context["refusal"] = [
            "title": .string(words.text("sending.\(kind).title")), "text": .string(words.text("sending.\(kind).text")),
        ]
    }

    func response(_ template: Template, status: Status, _ headers: Headers? = nil) throws -> Response {
        var context = context
        var values = values
        values["title"] = title
        context["words"] = words.filled(values)
        context["page_title"] = .string(words.text(hasErrors ? "page.title_wrong" : "page.title", values))
        context["language"] = .string(words.language)
        context["company"] = .string(company.name)
        context["company_initial"] = .string(company.name.first.map { String($0).uppercased() } ?? "")
        context["privacy_url"] = company.privacyURL.map { .string($0) } ?? .null
        if let script {
            context["script"] = .string(script)
            let sections = ["errors", "sending", "counter"] + (script == "ticket.js" ? ["live"] : [])
            context["script_words"] = .string(words.script(sections))
        }
        var response = Response(
            status, "text/html; charset=utf-8", try template.renderBytes(.object(context), escaping: .html),
            headers: headers ?? Headers())
        response.headers["Cache-Control"] = "no-store"
        return response
    }
}

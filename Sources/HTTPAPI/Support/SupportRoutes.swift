import Formats
import HTTPServer
package import SupportDesk

/// The form's API: submit, look at a ticket by its link, answer on it, watch it.
package struct SupportRoutes: Sendable {
    /// A message of 20,000 characters, whatever alphabet it is in and however JSON escapes it.
    static let bodyLimit = 512 * 1024

    let intake: any Intake
    let form: any FormReader
    let tickets: any TicketPages
    let live: LiveTickets
    let estimate: WaitEstimate
    let pages: SupportPages
    /// Whether the channel is switched on.
    let isOpen: @Sendable () -> Bool

    package init(
        intake: any Intake, form: any FormReader, tickets: any TicketPages, live: LiveTickets, estimate: WaitEstimate,
        pages: SupportPages, isOpen: @escaping @Sendable () -> Bool
    ) {
        self.intake = intake
        self.form = form
        self.tickets = tickets
        self.live = live
        self.estimate = estimate
        self.pages = pages
        self.isOpen = isOpen
    }

    package var routes: [Route] {
        [
            Route(.post, "/support/submit", bodyLimit: Self.bodyLimit, handler: submit),
            Route(.post, "/api/support/submit", bodyLimit: Self.bodyLimit, handler: submit),
            Route(.get, "/support/ticket/{id}", handler: show),
            Route(.post, "/support/ticket/{id}/replies", bodyLimit: Self.bodyLimit, handler: reply),
            Route(.get, "/support/ticket/{id}/events", handler: watch),
            Route(.get, "/", handler: formPage),
            Route(.get, "/privacy", handler: { _ in try pages.privacy() }),
            Route(.get, "/tickets/{id}", handler: page),
            Route(.get, "/tickets/{id}/conversation", handler: conversation),
        ]
    }

    // MARK: Writing

    private func submit(_ call: Call) async throws -> Response {
        let submitted = try SubmittedFields(call.request)
        guard isOpen() else { return try refuseClosed(asPage: submitted.isPageForm) }
        switch form.read(submitted.fields, key: submitted.key) {
        case .failure(let errors):
            guard submitted.isPageForm else { return errors.response }
            return try await pages.form(submitted.fields, errors: errors, estimate: estimate.words())
        case .success(let message):
            do {
                let receipt = try await intake.accept(message)
                return submitted.isPageForm ? seeTicket(receipt.link, "?sent") : await accepted(receipt)
            } catch {
                guard submitted.isPageForm, !(error is CancellationError) else { throw error }
                let page = try await pages.form(
                    submitted.fields, refusal: Problem(of: error), estimate: estimate.words())
                throw FailedSubmission(cause: error, page: page)
            }
        }
    }

    private func accepted(_ receipt: IntakeReceipt) async -> Response {
        let expected = await estimate.words()
        var json = JSONWriter(capacity: 256)
        json.object { json in
            json.member("ticket_id", receipt.link.description)
            json.member("reference", receipt.reference.text)
            json.member("message", "We have your message. Your ticket is \(receipt.reference.text).")
            json.member("estimated_response_time", expected)
        }
        return .json(json.bytes)
    }

    private func reply(_ call: Call) async throws -> Response {
        let link = try ticketLink(in: call)
        let submitted = try SubmittedFields(call.request)
        guard isOpen() else { return try refuseClosed(asPage: submitted.isPageForm) }
        switch form.readReply(submitted.fields, key: submitted.key) {
        case .failure(let errors):
            guard submitted.isPageForm else { return errors.response }
            return try await pages.ticket(view(at: link), typed: submitted.fields, errors: errors)
        case .success(let reply):
            do {
                let receipt = try await intake.receiveReply(reply, to: link)
                guard submitted.isPageForm else { return await accepted(receipt) }
                return seeTicket(receipt.link, receipt.link == link ? "#message-\(receipt.message)" : "?sent")
            } catch {
                guard submitted.isPageForm, !(error is CancellationError) else { throw error }
                let page = try await pages.ticket(
                    view(at: link), typed: submitted.fields, refusal: Problem(of: error))
                throw FailedSubmission(cause: error, page: page)
            }
        }
    }

    private func refuseClosed(asPage: Bool) throws -> Response {
        guard asPage else { throw Problem.formIsClosed }
        return try pages.formIsClosed()
    }

    // MARK: Reading

    private func formPage(_ call: Call) async throws -> Response {
        guard isOpen() else { return try pages.formIsClosed() }
        return try await pages.form(estimate: estimate.words())
    }

    private func show(_ call: Call) async throws -> Response {
        .json(try await view(at: ticketLink(in: call)).json)
    }

    private func page(_ call: Call) async throws -> Response {
        let view = try await view(at: ticketLink(in: call))
        let wasJustSent = call.request.query["sent"] != nil
        return try pages.ticket(view, sent: wasJustSent ? await estimate.words() : nil)
    }

    private func conversation(_ call: Call) async throws -> Response {
        try await pages.conversation(view(at: ticketLink(in: call)))
    }

    private func watch(_ call: Call) async throws -> Response {
        let link = try ticketLink(in: call)
        _ = try await view(at: link)
        let changes = try live.changes(of: link)
        return .events(farewell: ServerSentEvent(event: "drain", data: "", retry: .seconds(1))) { writer in
            for await change in changes {
                try await writer.send(ServerSentEvent(event: "changed", data: change.rfc3339))
            }
        }
    }

    private func view(at link: TicketLink) async throws -> TicketView {
        guard let view = try await tickets.ticket(at: link) else { throw Problem.unknownTicket }
        return view
    }

    private func ticketLink(in call: Call) throws(Problem) -> TicketLink {
        guard let link = TicketLink(call.parameters[0]) else { throw Problem.unknownTicket }
        return link
    }

    private func seeTicket(_ link: TicketLink, _ place: String) -> Response {
        Response(303, headers: ["Location": "/tickets/\(link)\(place)"])
    }
}

extension Response {
    /// Not to be kept by caches: all our JSON is about somebody, or about now.
    static func json(_ bytes: [UInt8], status: Status = 200) -> Response {
        Response(status, "application/json", bytes, headers: ["Cache-Control": "no-store"])
    }
}

extension FieldErrors {
    /// 422 with `{"detail": [{"field", "message"}, …]}`.
    var response: Response {
        var json = JSONWriter()
        json.object { json in
            json.member("detail") { json in
                json.array { json in
                    for entry in entries {
                        json.object { json in
                            json.member("field", entry.field)
                            json.member("message", entry.message)
                        }
                    }
                }
            }
        }
        return .json(json.bytes, status: 422)
    }
}

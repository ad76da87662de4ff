import Formats
import HTTPServer

/// Where providers deliver. No mailbox and no number is configured: a push is acknowledged unread, so that it doesn't
/// come back for days, and what only a known number could have signed is refused.
package struct WebhookRoutes: Sendable {
    package init() {}

    package var routes: [Route] {
        [
            Route(.post, "/webhooks/gmail", handler: { _ in Self.nothingProcessed }),
            Route(.post, "/webhooks/whatsapp", handler: { _ in throw Self.unsigned }),
            Route(.post, "/webhooks/whatsapp/status", handler: { _ in throw Self.unsigned }),
        ]
    }

    private static var nothingProcessed: Response {
        var json = JSONWriter()
        json.object { json in
            json.member("status", "processed")
            json.member("count", 0)
        }
        return .json(json.bytes)
    }

    private static let unsigned = Problem(
        403, "Not signed", "WhatsApp is not configured here, so no signature is valid.")
}

package import Formats
import FoundationEssentials
import SupportDesk

extension Date {
    /// RFC 3339 in UTC with milliseconds.
    var rfc3339: String { formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)) }
}

extension TicketView {
    /// `{ticket_id, reference, status, waiting_on, subject, channel, created_at, last_updated, messages: […]}`, where
    /// `ticket_id` is the link's id.
    var json: [UInt8] {
        var json = JSONWriter(capacity: 1024)
        json.object { json in
            json.member("ticket_id", ticket.link.description)
            json.member("reference", ticket.reference.text)
            json.member("status", ticket.status.rawValue)
            json.member("waiting_on", ticket.waitingOn?.rawValue)
            json.member("subject", ticket.subject)
            json.member("channel", ticket.channel.rawValue)
            json.member("created_at", ticket.createdAt.rfc3339)
            json.member("last_updated", ticket.updatedAt.rfc3339)
            json.member("messages") { json in
                json.array { json in
                    for message in messages { message.write(to: &json) }
                }
            }
        }
        return json.bytes
    }
}

extension Message: JSONEncodable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", id.description)
            json.member("role", role.rawValue)
            json.member("direction", direction.rawValue)
            json.member("channel", channel.rawValue)
            json.member("content", content)
            json.member("created_at", createdAt.rfc3339)
            json.member("delivery_status", deliveryState.rawValue)
            if !sources.isEmpty {
                json.member("sources") { json in
                    json.array { json in
                        for source in sources {
                            json.object { json in
                                json.member("citation", source.citation)
                                json.member("title", source.title)
                            }
                        }
                    }
                }
            }
        }
    }
}

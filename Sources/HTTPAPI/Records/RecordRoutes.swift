import Formats
package import FoundationEssentials
import HTTPServer
package import SupportDesk

/// What staff and programs read of conversations, customers and channels. Private.
package struct RecordRoutes: Sendable {
    let records: any ConversationRecords
    let figures: any DeskFigures
    let now: @Sendable () -> Date

    package init(records: any ConversationRecords, figures: any DeskFigures, now: @escaping @Sendable () -> Date) {
        self.records = records
        self.figures = figures
        self.now = now
    }

    package var routes: [Route] {
        [
            Route(.get, "/conversations/{id}", .private(needs: .read), handler: conversation),
            Route(.get, "/customers/lookup", .private(needs: .read), handler: lookup),
            Route(.get, "/metrics/channels", .private(needs: .read), handler: channels),
        ]
    }

    private func conversation(_ call: Call) async throws -> Response {
        guard let id = ID<Conversation>(call.parameters[0]), let record = try await records.conversation(id) else {
            throw Problem(404, "Unknown conversation", "No conversation has this id.")
        }
        return .json(record.json)
    }

    private func lookup(_ call: Call) async throws -> Response {
        let contact = try contact(in: call.request.query)
        guard let record = try await records.customer(with: contact) else {
            throw Problem(404, "Unknown customer", "No customer is known by this address or number.")
        }
        return .json(record.json)
    }

    private func contact(in query: FormFields) throws(Problem) -> Contact {
        if let typed = query["email"] {
            guard let email = EmailAddress(typed) else {
                throw .badRequest("'email' is not an email address; it should look like name@example.com.")
            }
            return .email(email)
        }
        if let typed = query["phone"] {
            // In a query a plus that was not encoded arrives as a blank.
            guard let phone = PhoneNumber(typed.hasPrefix(" ") ? "+" + typed.dropFirst() : typed) else {
                throw .badRequest("'phone' is not an international number; it should look like +441632960961.")
            }
            return .phone(phone)
        }
        throw .badRequest("Say whom to look up: ?email=… or ?phone=….")
    }

    private func channels(_ call: Call) async throws -> Response {
        let figures = try await figures.channels(since: now().addingTimeInterval(-86_400))
        var json = JSONWriter(capacity: 512)
        json.object { json in
            for channel in figures {
                json.member(channel.channel.rawValue) { json in
                    json.object { json in
                        json.member("total_conversations", channel.conversations)
                        json.member("total_messages", channel.messages)
                        json.member("answers", channel.answers)
                        json.member("avg_sentiment", channel.averageSentiment.map(rounded))
                        json.member("escalations", channel.escalations)
                        json.member("avg_latency_ms", channel.averageLatencyMilliseconds.map(rounded))
                    }
                }
            }
        }
        return .json(json.bytes)
    }

    private func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}

extension ConversationRecord {
    fileprivate var json: [UInt8] {
        var json = JSONWriter(capacity: 2048)
        json.object { json in
            json.member("conversation_id", conversation.id.description)
            conversation.writeMembers(to: &json)
            json.member("tickets") { json in
                json.array { json in
                    for ticket in tickets {
                        json.object { json in
                            json.member("id", ticket.id.description)
                            json.member("reference", ticket.reference.text)
                            json.member("status", ticket.status.rawValue)
                            json.member("waiting_on", ticket.waitingOn?.rawValue)
                            json.member("subject", ticket.subject)
                            json.member("priority", ticket.priority.rawValue)
                            json.member("category", ticket.category?.rawValue)
                        }
                    }
                }
            }
            json.member("messages") { json in
                json.array { json in
                    for message in messages { message.write(to: &json) }
                }
            }
        }
        return json.bytes
    }
}

extension CustomerRecord {
    fileprivate var json: [UInt8] {
        var json = JSONWriter(capacity: 1024)
        json.object { json in
            json.member("customer_id", customer.id.description)
            json.member("name", customer.name)
            json.member("email", customer.email)
            json.member("phone", customer.phone)
            json.member("created_at", customer.createdAt.rfc3339)
            json.member("identifiers") { json in
                json.array { json in
                    for identifier in identifiers {
                        json.object { json in
                            json.member("type", identifier.kind.rawValue)
                            json.member("value", identifier.value)
                            json.member("verified", identifier.isProven)
                        }
                    }
                }
            }
            json.member("conversations") { json in
                json.array { json in
                    for conversation in conversations {
                        json.object { json in
                            json.member("id", conversation.id.description)
                            conversation.writeMembers(to: &json)
                        }
                    }
                }
            }
        }
        return json.bytes
    }
}

extension Conversation {
    fileprivate func writeMembers(to json: inout JSONWriter) {
        json.member("customer_id", customer.description)
        json.member("channel", initialChannel.rawValue)
        json.member("identity", identity.rawValue)
        json.member("status", status.rawValue)
        json.member("started_at", startedAt.rfc3339)
        json.member("ended_at", endedAt?.rfc3339)
        json.member("sentiment_score", sentiment)
        json.member("escalated_to", escalatedTo)
        json.member("resolution_type", resolution)
    }
}

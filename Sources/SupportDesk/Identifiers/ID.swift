package import FoundationEssentials

/// The id of one kind of thing, so that a ticket's id can't stand where a customer's is asked for.
package struct ID<Entity>: Hashable, Sendable, CustomStringConvertible {
    package let uuid: UUID

    package init(_ uuid: UUID) { self.uuid = uuid }

    /// Reads the usual text form; `nil` for anything that is not a UUID.
    package init?(_ text: String) {
        guard text.utf8.count == 36, let uuid = UUID(uuidString: text) else { return nil }
        self.uuid = uuid
    }

    /// Lower case, as it is stored and sent.
    package var description: String { uuid.uuidString.lowercased() }
}

extension ID: Codable {
    package init(from decoder: any Decoder) throws { uuid = try UUID(from: decoder) }
    package func encode(to encoder: any Encoder) throws { try uuid.encode(to: encoder) }
}

import Formats
import FoundationEssentials
package import SQL
package import SupportDesk

extension ID: SQLBindable {
    package var sqlValue: SQLValue { .uuid(uuid) }
}

extension SQLBindable where Self: RawRepresentable, RawValue == String {
    package var sqlValue: SQLValue { .text(rawValue) }
}

extension Channel: SQLBindable {}
extension IdentityProof: SQLBindable {}
extension Conversation.Status: SQLBindable {}
extension Message.Direction: SQLBindable {}
extension Message.Role: SQLBindable {}
extension Message.DeliveryState: SQLBindable {}
extension Ticket.Status: SQLBindable {}
extension Ticket.WaitingOn: SQLBindable {}
extension Ticket.Priority: SQLBindable {}
extension Ticket.Category: SQLBindable {}
extension Escalation.Urgency: SQLBindable {}

extension WorkerID: SQLBindable {
    package var sqlValue: SQLValue { .text(description) }
}

extension TicketReference: SQLBindable {
    package var sqlValue: SQLValue { .text(text) }
}

extension JSONValue {
    var sql: SQLValue { .json(text) }
}

extension Row {
    func id<Entity>(_ column: Int) throws -> ID<Entity> { ID(try uuid(column)) }
    func idOrNil<Entity>(_ column: Int) throws -> ID<Entity>? { try uuidOrNil(column).map { ID($0) } }

    /// A word of a fixed set. The schema checks them, so another one means a newer program wrote it.
    func word<Word: RawRepresentable>(_ column: Int) throws -> Word where Word.RawValue == String {
        let text = try text(column)
        guard let word = Word(rawValue: text) else {
            throw SQLError.invalidColumn(column, reason: "not one of \(Word.self)")
        }
        return word
    }

    func wordOrNil<Word: RawRepresentable>(_ column: Int) throws -> Word? where Word.RawValue == String {
        try textOrNil(column).flatMap(Word.init(rawValue:))
    }
}

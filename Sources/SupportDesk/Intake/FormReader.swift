/// Turns what a form sent into a message, or tells what is wrong with each field.
package protocol FormReader: Sendable {
    /// - Parameter key: the sender's own id of this submission; the same key and content are stored once.
    func read(_ fields: [String: FormValue], key: String?) -> Result<InboundMessage, FieldErrors>

    /// A further message from a ticket's page.
    func readReply(_ fields: [String: FormValue], key: String?) -> Result<PageReply, FieldErrors>
}

/// A field's value as it arrived, before anything is known about it.
package enum FormValue: Equatable, Sendable {
    case text(String)
    /// A number, list or object where text belongs.
    case other
    /// A list without elements, which says nothing.
    case empty
}

/// What is wrong with a submission, at most one message a field. Nothing was stored.
package struct FieldErrors: Error, Equatable {
    package struct Entry: Equatable, Sendable {
        package let field: String
        package let message: String

        package init(field: String, message: String) {
            self.field = field
            self.message = message
        }
    }

    /// In the order of the form.
    package let entries: [Entry]

    package init(_ entries: [Entry]) { self.entries = entries }
}

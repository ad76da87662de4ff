import Formats
import SupportDesk

/// What was typed in each field and what is wrong with it, as the pages' templates read it:
/// `fields.name.value`, `fields.name.error`; choices as a list of `{value, label, hint, selected}`.
struct FormFieldsView {
    let fields: JSONObject
    /// The summary above the form: `{target, message}` for each error, where `target` is the field's id.
    let errors: [JSONValue]

    init(_ typed: [String: FormValue], errors: FieldErrors?, words: PageWords) {
        var messages: [String: String] = [:]
        var summary: [JSONValue] = []
        for entry in errors?.entries ?? [] {
            let message = Self.message(of: entry, words)
            messages[entry.field] = message
            let target = Self.fieldNames.contains(entry.field) ? entry.field : "message"
            summary.append(["target": .string(target), "message": .string(message)])
        }
        self.errors = summary

        func text(_ field: String) -> String {
            if case .text(let text) = typed[field] { text } else { "" }
        }
        func options(_ field: String, of values: [String], chosen: String) -> JSONValue {
            .array(
                values.map { value in
                    [
                        "value": .string(value), "selected": .bool(value == chosen),
                        "label": .string(words.text("form.\(field).\(value)")),
                        "hint": .string(words.text("form.\(field).\(value)_hint")),
                    ]
                })
        }
        var fields: JSONObject = [:]
        for field in Self.fieldNames {
            fields[field] = ["value": .string(text(field)), "error": messages[field].map { .string($0) } ?? .null]
        }
        fields["category"] = [
            "error": messages["category"].map { .string($0) } ?? .null,
            "options": options(
                "categories", of: Ticket.Category.allCases.map(\.rawValue), chosen: text("category")),
        ]
        let priority = text("priority").isEmpty ? Ticket.Priority.medium.rawValue : text("priority")
        fields["priority"] = [
            "error": messages["priority"].map { .string($0) } ?? .null,
            "options": options(
                "priorities", of: [Ticket.Priority.low, .medium, .high].map(\.rawValue), chosen: priority),
        ]
        self.fields = fields
    }

    private static let fieldNames = ["name", "email", "subject", "category", "priority", "message"]

    /// A choice's error names the values that programs send; people are told in the page's words.
    private static func message(of entry: FieldErrors.Entry, _ words: PageWords) -> String {
        switch entry.field {
        case "category", "priority": words.text("errors.\(entry.field).missing")
        default: entry.message
        }
    }
}

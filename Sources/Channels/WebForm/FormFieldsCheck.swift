import FoundationEssentials
import SupportDesk

/// Reads a form's fields one by one and collects what is wrong, at most one message a field.
struct FormFieldsCheck {
    /// On average; a family of four in one emoji has 25.
    private static let bytesPerCharacter = 25

    private let fields: [String: FormValue]
    private(set) var errors: [FieldErrors.Entry] = []

    init(_ fields: [String: FormValue]) { self.fields = fields }

    /// Text on one line, which may end up in a mail's header.
    mutating func line(_ field: String, length: ClosedRange<Int>, called name: String) -> String? {
        guard let text = text(field, length: length, called: name) else { return nil }
        guard !text.contains(where: \.isNewline) else {
            return refuse(field, "\(name) must be on one line.")
        }
        return text
    }

    /// Text with its line ends made uniform; lengths count what a reader sees as characters.
    mutating func text(_ field: String, length: ClosedRange<Int>, called name: String) -> String? {
        guard let typed = value(field, called: name) else { return nil }
        guard !typed.unicodeScalars.contains(where: Self.isUnprintable) else {
            return refuse(field, "\(name) contains control characters. Please remove them.")
        }
        let text = typed.withUniformLineEnds.trimmed
        guard !text.isEmpty else { return refuse(field, "\(name) is missing.") }
        let count = text.count
        guard count >= length.lowerBound else {
            return refuse(field, "\(name) must have at least \(length.lowerBound) characters.")
        }
        guard count <= length.upperBound else {
            return refuse(
                field, "\(name) must have at most \(length.upperBound.grouped) characters; it has \(count.grouped).")
        }
        // One character may be made of any number of signs.
        guard text.utf8.count <= length.upperBound * Self.bytesPerCharacter else {
            return refuse(field, "\(name) has characters made of too many signs. Please use simpler ones.")
        }
        return text
    }

    mutating func email(_ field: String) -> EmailAddress? {
        guard let typed = value(field, called: "Your email address") else { return nil }
        guard !typed.trimmed.isEmpty else { return refuse(field, "Your email address is missing.") }
        guard let address = EmailAddress(typed) else {
            return refuse(field, "This is not an email address. It should look like name@example.com.")
        }
        return address
    }

    mutating func choice<Choice: RawRepresentable>(
        _ field: String, of choices: [Choice], default missing: Choice? = nil
    ) -> Choice? where Choice.RawValue == String {
        let typed: String
        switch fields[field] {
        case .text(let text): typed = text.trimmed
        case nil, .empty: typed = ""
        case .other: typed = "?"
        }
        if typed.isEmpty, let missing { return missing }
        if let choice = choices.first(where: { $0.rawValue == typed }) { return choice }
        return refuse(field, "Choose one of: \(choices.map(\.rawValue).joined(separator: ", ")).")
    }

    mutating func refuse(_ field: String, saying message: String) {
        switch fields[field] {
        case nil, .empty, .text(""): break
        case .text, .other: errors.append(FieldErrors.Entry(field: field, message: message))
        }
    }

    /// The sender's own id of the submission; `nil` where there is none.
    mutating func key(_ key: String?, length: ClosedRange<Int>) -> String? {
        guard let key else { return nil }
        guard length.contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return refuse(
                "Idempotency-Key",
                "The key must have \(length.lowerBound) to \(length.upperBound) visible ASCII characters.")
        }
        return key
    }

    private mutating func value(_ field: String, called name: String) -> String? {
        switch fields[field] {
        case .text(let typed): typed
        case .other: refuse(field, "\(name) must be text.")
        case nil, .empty: refuse(field, "\(name) is missing.")
        }
    }

    private mutating func refuse<Value>(_ field: String, _ message: String) -> Value? {
        errors.append(FieldErrors.Entry(field: field, message: message))
        return nil
    }

    /// Controls other than tab and line ends; they have no place in anything a person types.
    private static func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: false
        case 0..<0x20, 0x7F..<0xA0: true
        default: false
        }
    }
}

extension String {
    fileprivate var withUniformLineEnds: String {
        guard utf8.contains(0x0D) else { return self }
        var scalars = String.UnicodeScalarView()
        var afterReturn = false
        for scalar in unicodeScalars {
            if scalar != "\n" || !afterReturn { scalars.append(scalar == "\r" ? "\n" : scalar) }
            afterReturn = scalar == "\r"
        }
        return String(scalars)
    }
}

extension Int {
    /// `20,000`.
    fileprivate var grouped: String {
        var digits = String(self)
        var index = digits.count - 3
        while index > 0 {
            digits.insert(",", at: digits.index(digits.startIndex, offsetBy: index))
            index -= 3
        }
        return digits
    }
}

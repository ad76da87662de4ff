/// A phone number in E.164: `+` and 7 to 15 digits.
package struct PhoneNumber: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    package var description: String { text }

    /// Reads an international number; spaces, dots, hyphens and brackets are dropped. A national number, which has no
    /// `+`, could be anybody's and is refused.
    package init?(_ typed: String) {
        let trimmed = typed.trimmed
        guard trimmed.first == "+" else { return nil }
        var digits = ""
        for scalar in trimmed.unicodeScalars.dropFirst() {
            switch scalar {
            case "0"..."9": digits.unicodeScalars.append(scalar)
            case " ", ".", "-", "(", ")", "\u{A0}": continue
            default: return nil
            }
        }
        guard (7...15).contains(digits.count), digits.first != "0" else { return nil }
        text = "+" + digits
    }
}

/// An email address that could be delivered to, lower-cased: addresses that differ in case alone are one person's.
package struct EmailAddress: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    package var description: String { text }

    /// Reads `local@domain.tld`: visible ASCII (RFC 5321 without quoted local parts) or UTF-8 letters (RFC 6531),
    /// at most 64 bytes before the `@` and 254 in all. Surrounding white space is dropped.
    package init?(_ typed: String) {
        let trimmed = typed.trimmed
        guard trimmed.utf8.count <= 254, let at = trimmed.lastIndex(of: "@") else { return nil }
        let local = trimmed[..<at]
        let domain = trimmed[trimmed.index(after: at)...].lowercased()
        guard Self.isLocalPart(local), Self.isDomain(domain) else { return nil }
        text = local.lowercased() + "@" + domain
    }

    private static func isLocalPart(_ local: Substring) -> Bool {
        guard (1...64).contains(local.utf8.count), !local.hasPrefix("."), !local.hasSuffix("."), !local.contains("..")
        else { return false }
        let special = Set("!#$%&'*+-/=?^_`{|}~.".unicodeScalars)
        return local.unicodeScalars.allSatisfy { scalar in
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil || special.contains(scalar)
                || scalar.properties.generalCategory == .nonspacingMark
        }
    }

    private static func isDomain(_ domain: String) -> Bool {
        let labels = domain.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, let top = labels.last, top.unicodeScalars.count >= 2 else { return false }
        guard !top.unicodeScalars.allSatisfy({ $0.properties.numericType != nil }) else { return false }
        return labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                && label.unicodeScalars.allSatisfy {
                    $0 == "-" || $0.properties.isAlphabetic || $0.properties.numericType != nil
                        || $0.properties.generalCategory == .nonspacingMark
                }
        }
    }
}

/// What a customer quotes on the phone: `TC-7K3M9Q`. Unique within a workspace, grants nothing.
package struct TicketReference: Hashable, Codable, Sendable, CustomStringConvertible {
    package let text: String

    package var description: String { text }

    /// Takes a stored reference as it is.
    package init(stored text: String) { self.text = text }

    /// Makes one from random bits: six characters of Crockford's alphabet, which has no I, L, O or U.
    package init(prefix: String, random: UInt64) {
        let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        var bits = random
        var characters = ""
        for _ in 0..<6 {
            characters.append(alphabet[Int(bits & 31)])
            bits >>= 5
        }
        text = "\(prefix)-\(characters)"
    }
}

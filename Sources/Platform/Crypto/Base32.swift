/// Base32 in Crockford's alphabet, for what people read aloud or type: no I, L, O and U.
///
/// Written in lower case. Read in either case, with O as 0, and I and L as 1.
/// Source: Douglas Crockford, "Base 32" (crockford.com/base32.html), without hyphens and check symbol.
package enum Base32 {
    private static let coding: BitCoding = {
        let lower = "0123456789abcdefghjkmnpqrstvwxyz"
        var aliases: [Character: Character] = ["o": "0", "O": "0", "i": "1", "I": "1", "l": "1", "L": "1"]
        for character in lower where character.isLetter {
            aliases[Character(character.uppercased())] = character
        }
        return BitCoding(bits: 5, alphabet: lower, aliases: aliases)
    }()

    package static func encode(_ bytes: [UInt8]) -> String { coding.encode(bytes) }

    /// Nil for a character outside the alphabet, and for bits left over that are not zero.
    package static func decode(_ text: String) -> [UInt8]? { coding.decode(text) }
}

/// Base64 with the alphabet that is safe in URLs and file names, without padding (RFC 4648, section 5).
package enum Base64URL {
    private static let coding = BitCoding(
        bits: 6, alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")

    package static func encode(_ bytes: [UInt8]) -> String { coding.encode(bytes) }

    /// Nil for padding, characters of the other alphabet, blanks, and bits left over that are not zero.
    package static func decode(_ text: String) -> [UInt8]? { coding.decode(text) }
}

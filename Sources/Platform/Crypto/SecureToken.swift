/// A secret that opens something to whoever shows it, such as an API key.
///
/// It is shown once, when it is made; only its hash is stored. 160 random bits need no slow hash: a fast one can't be
/// searched either, and lets a presented token be looked up by `SecureToken.hash(of:)` through an index.
/// Printing it, or a value that holds it, shows its hint alone.
package struct SecureToken: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Random bytes in each token.
    package static let byteCount = 20

    private let text: String
    private let prefix: String

    /// - Parameter prefix: says what it opens, to people and to scanners that look for leaked secrets: `fte_live_`.
    ///   Letters, digits, `_` and `-`.
    package init(prefix: String, random: (Int) -> [UInt8] = SecureRandom.bytes) {
        precondition(prefix.utf8.allSatisfy(Self.isURLSafe), "a token's prefix is safe in URLs")
        self.prefix = prefix
        text = prefix + Base32.encode(random(Self.byteCount))
    }

    /// The whole token, to show it once to whom it is for.
    package func reveal() -> String { text }

    /// What is stored.
    package var hash: Digest { Self.hash(of: text) }

    /// The beginning, by which its owner can tell it from others: the prefix and four characters.
    package var hint: String { text.prefix(prefix.count + 4) + "…" }

    /// The hash by which a presented token is looked up. Any text has one.
    package static func hash(of presented: String) -> Digest { SHA256.digest(of: presented) }

    package var description: String { hint }
    package var debugDescription: String { hint }
    package var customMirror: Mirror { Mirror(self, children: ["hint": hint]) }

    private static func isURLSafe(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
        default: false
        }
    }
}

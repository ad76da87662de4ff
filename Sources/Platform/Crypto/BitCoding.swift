/// The part that base32 and base64 share: bytes cut into groups of `bits` bits, most significant first, no padding.
struct BitCoding {
    let bits: Int
    private let alphabet: [UInt8]
    /// The value of each ASCII character, 255 for those outside the alphabet.
    private var values = [UInt8](repeating: 255, count: 256)

    /// - Parameter aliases: characters that are read, though never written, as another one.
    init(bits: Int, alphabet: String, aliases: [Character: Character] = [:]) {
        self.bits = bits
        self.alphabet = Array(alphabet.utf8)
        precondition(self.alphabet.count == 1 << bits)
        for (value, character) in self.alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        for (alias, character) in aliases {
            guard let alias = alias.asciiValue, let character = character.asciiValue else { continue }
            values[Int(alias)] = values[Int(character)]
        }
    }

    func encode(_ bytes: [UInt8]) -> String {
        var out: [UInt8] = []
        out.reserveCapacity((bytes.count * 8 + bits - 1) / bits)
        var pending: UInt32 = 0
        var count = 0
        for byte in bytes {
            pending = pending << 8 | UInt32(byte)
            count += 8
            while count >= bits {
                count -= bits
                out.append(alphabet[Int(pending >> UInt32(count)) & (alphabet.count - 1)])
            }
            pending &= (1 << UInt32(count)) - 1
        }
        if count > 0 { out.append(alphabet[Int(pending << UInt32(bits - count)) & (alphabet.count - 1)]) }
        return String(decoding: out, as: UTF8.self)
    }

    /// Strict: no stray character, no length that no encoding has, and the bits left over are zero, so that bytes have
    /// one spelling only.
    func decode(_ text: String) -> [UInt8]? {
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count * bits / 8)
        var pending: UInt32 = 0
        var count = 0
        for character in text.utf8 {
            let value = values[Int(character)]
            guard value != 255 else { return nil }
            pending = pending << UInt32(bits) | UInt32(value)
            count += bits
            if count >= 8 {
                count -= 8
                out.append(UInt8(truncatingIfNeeded: pending >> UInt32(count)))
            }
            pending &= (1 << UInt32(count)) - 1
        }
        guard count < bits, pending == 0 else { return nil }
        return out
    }
}

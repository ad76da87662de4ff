/// Near spellings, cheap enough to look through a whole vocabulary.
enum Spelling {
    /// Which letters a term has, a bit each. Terms at distance d differ in at most 2d bits.
    static func signature(of term: String) -> UInt32 {
        var bits: UInt32 = 0
        for byte in term.utf8 {
            let letter = byte &- UInt8(ascii: "a")
            bits |= letter < 26 ? 1 << UInt32(letter) : 1 << 26
        }
        return bits
    }

    /// How many slips are forgiven in a word of this many letters.
    static func tolerance(forLength count: Int) -> Int { count < 4 ? 0 : count < 7 ? 1 : 2 }

    /// Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment) between two words, or
    /// `nil` beyond `limit`. Words of more than 40 bytes are never near.
    static func distance(_ a: [UInt8], _ b: [UInt8], limit: Int) -> Int? {
        guard abs(a.count - b.count) <= limit, a.count <= 40, b.count <= 40 else { return nil }
        var older: [Int] = []
        var previous = Array(0...b.count)
        var current = previous
        for i in 0..<a.count {
            current[0] = i + 1
            var best = i + 1
            for j in 0..<b.count {
                var cost = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, older[j - 1] + 1) }
                current[j + 1] = cost
                best = min(best, cost)
            }
            if best > limit { return nil }
            older = previous
            swap(&previous, &current)
        }
        return previous[b.count] <= limit ? previous[b.count] : nil
    }
}

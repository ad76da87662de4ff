/// A generator of random numbers that repeats itself for the same seed (SplitMix64).
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// The bytes with a few of them changed, removed, repeated or inserted.
    mutating func mutate(_ bytes: [UInt8], inserting pieces: [String]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &self) {
            let index = Int.random(in: 0...bytes.count, using: &self)
            switch Int.random(in: 0..<5, using: &self) {
            case 0 where index < bytes.count: bytes[index] = UInt8.random(in: 0...255, using: &self)
            case 1 where index < bytes.count: bytes.remove(at: index)
            case 2: bytes.insert(contentsOf: pieces.randomElement(using: &self)!.utf8, at: index)
            case 3: bytes.removeLast(Int.random(in: 0...min(8, bytes.count), using: &self))
            default:
                let end = Int.random(in: index...min(bytes.count, index + 20), using: &self)
                bytes.insert(contentsOf: Array(bytes[index..<end]), at: index)
            }
        }
        return bytes
    }
}

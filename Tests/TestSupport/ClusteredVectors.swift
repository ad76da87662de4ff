/// Vectors that lie in heaps, as those of texts do; the same ones for the same seed.
package struct ClusteredVectors {
    private var generator: SplitMix64
    private let centres: [[Float]]

    /// - Parameter heaps: how many there are; each vector belongs to one of them by chance.
    package init(dimension: Int, heaps: Int, seed: UInt64) {
        var generator = SplitMix64(state: seed)
        centres = (0..<heaps).map { _ in (0..<dimension).map { _ in generator.bell() } }
        self.generator = generator
    }

    package mutating func next() -> [Float] {
        let centre = centres[Int(generator.next() % UInt64(centres.count))]
        return centre.map { $0 + 0.5 * generator.bell() }
    }
}

/// Steele, Lea and Flood: Fast splittable pseudorandom number generators, 2014.
private struct SplitMix64 {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// About normally distributed, with variance 1: the sum of four uniform numbers.
    mutating func bell() -> Float {
        let bits = next()
        let sum = (0..<4).reduce(Float(0)) { $0 + Float((bits >> (16 * $1)) & 0xFFFF) / 65_536 }
        return (sum - 2) * 1.732
    }
}

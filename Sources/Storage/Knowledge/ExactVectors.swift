/// A vector brought to length 1, so that two compare by their dot product.
///
/// Everything in this process is compared this way, wherever the vectors came from: so the similarities are the same to
/// the last bit.
struct Direction: Sendable {
    let values: [Float]

    /// - Throws: `PassageVectorError.noDirection`.
    init(_ vector: [Float]) throws(PassageVectorError) {
        let length = vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        guard length.isFinite, length > 0 else { throw .noDirection }
        values = vector.map { Float(Double($0) / length) }
    }
}

/// The directions of many passages side by side, and the search through all of them.
struct ExactVectors: Sendable {
    let dimension: Int
    private(set) var citations: [String] = []
    private var values: [Float] = []

    init(dimension: Int) { self.dimension = dimension }

    mutating func append(_ direction: Direction, of citation: String) {
        precondition(direction.values.count == dimension, "all vectors are of the recorded dimension")
        citations.append(citation)
        values.append(contentsOf: direction.values)
    }

    /// The nearest, the very nearest first; equally near ones in the order of their citations.
    func nearest(to query: Direction, limit: Int) -> [NearPassage] {
        precondition(query.values.count == dimension, "the query is of the recorded dimension")
        var best: [NearPassage] = []
        query.values.withUnsafeBufferPointer { query in
            values.withUnsafeBufferPointer { values in
                for (index, citation) in citations.enumerated() {
                    let one = UnsafeBufferPointer(rebasing: values[index * dimension..<(index + 1) * dimension])
                    let similarity = dotProduct(query, one)
                    if best.count == limit, similarity < best[limit - 1].similarity { continue }
                    best.insert(NearPassage(citation: citation, similarity: similarity), sortedInto: limit)
                }
            }
        }
        return best
    }
}

extension [NearPassage] {
    fileprivate mutating func insert(_ passage: NearPassage, sortedInto limit: Int) {
        let position = firstIndex { passage.comesBefore($0) } ?? count
        guard position < limit else { return }
        if count == limit { removeLast() }
        insert(passage, at: position)
    }
}

extension NearPassage {
    fileprivate func comesBefore(_ other: NearPassage) -> Bool {
        (other.similarity, citation) < (similarity, other.citation)
    }
}

/// Sixteen sums side by side, which the processor's vector registers hold.
private func dotProduct(_ left: UnsafeBufferPointer<Float>, _ right: UnsafeBufferPointer<Float>) -> Float {
    let (leftBytes, rightBytes) = (UnsafeRawBufferPointer(left), UnsafeRawBufferPointer(right))
    let width = MemoryLayout<SIMD16<Float>>.size
    let whole = leftBytes.count / width * width
    var sums = SIMD16<Float>.zero
    for offset in stride(from: 0, to: whole, by: width) {
        sums +=
            leftBytes.loadUnaligned(fromByteOffset: offset, as: SIMD16<Float>.self)
            * rightBytes.loadUnaligned(fromByteOffset: offset, as: SIMD16<Float>.self)
    }
    var sum = sums.sum()
    for index in (whole / MemoryLayout<Float>.size)..<left.count { sum += left[index] * right[index] }
    return sum
}

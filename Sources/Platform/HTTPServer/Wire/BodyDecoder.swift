/// Collects a request's body, however it is framed.
struct BodyDecoder {
    private let limit: Int
    private var remaining: Int
    private var chunks: ChunkedDecoder?
    private(set) var bytes: [UInt8] = []

    /// What is set aside at once for an announced length; a longer body grows as it comes.
    private static let maxReserve = 64 * 1024

    /// - Throws: `Refusal.bodyTooLarge` when the announced length is.
    init(_ framing: BodyFraming, limit: Int) throws(Refusal) {
        self.limit = limit
        switch framing {
        case .length(let length):
            guard length <= limit else { throw .bodyTooLarge(limit: limit) }
            remaining = length
            bytes.reserveCapacity(min(length, Self.maxReserve))
        case .chunked:
            remaining = 0
            chunks = ChunkedDecoder()
        }
    }

    var isComplete: Bool {
        chunks?.isComplete ?? (remaining == 0)
    }

    /// - Returns: how many octets belong to the body.
    mutating func decode(_ input: Span<UInt8>) throws(Refusal) -> Int {
        guard chunks == nil else {
            return try chunks?.decode(input, into: &bytes, limit: limit) ?? 0
        }
        let count = min(remaining, input.count)
        input.extracting(0..<count).withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
        remaining -= count
        return count
    }
}

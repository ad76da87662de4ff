/// Decodes a chunked body as it comes (RFC 9112, section 7.1), in pieces of any size.
///
/// Chunk extensions and trailer fields are checked and dropped.
struct ChunkedDecoder {
    private enum State {
        case size(digits: Int)
        case extensions
        case sizeLineEnd
        case data
        case dataCR
        case dataLF
        case trailerStart
        case trailerName
        case trailerValue
        case trailerLineEnd
        case finalLineEnd
        case complete
    }

    private var state = State.size(digits: 0)
    /// Of the chunk being read: its size so far, then what is left of it.
    private var remaining = 0
    private var lineBytes = 0
    /// Octets that framed the chunks. Far more of them than of content is an attack.
    private var overhead = 0

    private static let maxSizeDigits = 8
    private static let maxLineBytes = 256
    private static let maxTrailerBytes = 4096
    private static let freeOverhead = 16 * 1024

    var isComplete: Bool {
        if case .complete = state { true } else { false }
    }

    /// - Returns: how many octets were used: all of them, unless the body is complete.
    mutating func decode(
        _ input: Span<UInt8>, into body: inout [UInt8], limit: Int
    ) throws(Refusal) -> Int {
        var position = 0
        while position < input.count, !isComplete {
            if case .data = state {
                let count = min(remaining, input.count - position)
                input.extracting(position..<(position + count)).withUnsafeBufferPointer {
                    body.append(contentsOf: $0)
                }
                position += count
                remaining -= count
                if remaining == 0 { state = .dataCR }
            } else {
                try advance(over: input[position], bodyCount: body.count, limit: limit)
                position += 1
            }
        }
        return position
    }

    private mutating func advance(over byte: UInt8, bodyCount: Int, limit: Int) throws(Refusal) {
        overhead += 1
        lineBytes += 1
        guard overhead <= Self.freeOverhead + 16 * bodyCount else { throw .malformed(.chunk) }
        switch (state, byte) {
        case (.size(let digits), 13) where digits > 0: state = .sizeLineEnd
        case (.size(let digits), UInt8(ascii: ";")) where digits > 0: state = .extensions
        case (.size(let digits), _):
            guard let digit = ByteClass.hexValue(byte), digits < Self.maxSizeDigits else { throw .malformed(.chunk) }
            remaining = remaining << 4 | digit
            state = .size(digits: digits + 1)
        case (.extensions, 13): state = .sizeLineEnd
        case (.extensions, _):
            guard ByteClass.isFieldText(byte), lineBytes <= Self.maxLineBytes else { throw .malformed(.chunk) }
        case (.sizeLineEnd, 10):
            guard bodyCount + remaining <= limit else { throw .bodyTooLarge(limit: limit) }
            state = remaining == 0 ? .trailerStart : .data
            lineBytes = 0
        case (.dataCR, 13): state = .dataLF
        case (.dataLF, 10):
            state = .size(digits: 0)
            lineBytes = 0
        default: try advanceTrailer(over: byte)
        }
    }

    private mutating func advanceTrailer(over byte: UInt8) throws(Refusal) {
        guard lineBytes <= Self.maxTrailerBytes else { throw .malformed(.chunk) }
        switch (state, byte) {
        case (.trailerStart, 13): state = .finalLineEnd
        case (.trailerStart, _) where ByteClass.isToken(byte): state = .trailerName
        case (.trailerName, UInt8(ascii: ":")): state = .trailerValue
        case (.trailerName, _) where ByteClass.isToken(byte): break
        case (.trailerValue, 13): state = .trailerLineEnd
        case (.trailerValue, _) where ByteClass.isFieldText(byte): break
        case (.trailerLineEnd, 10): state = .trailerStart
        case (.finalLineEnd, 10): state = .complete
        default: throw .malformed(.chunk)
        }
    }
}

/// A place in a text as people count it: lines and columns from 1, a column a Unicode scalar.
struct TextPlace: Equatable {
    var line = 1
    var column = 1

    init() {}

    /// The place of the byte at `offset`. Lines end with LF, so CR LF counts once.
    init(of offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
        for byte in bytes[..<min(offset, bytes.count)] {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0b1100_0000 != 0b1000_0000 {
                column += 1
            }
        }
    }
}

/// The term numbers of documents in order, as variable-length numbers: 0 ends a field, otherwise the number plus 2;
/// 1 before a number says that it shares the place of the one before it.
struct TermSequences: Sendable {
    private(set) var starts: [UInt32] = [0]
    private(set) var bytes: [UInt8] = []

    mutating func append(_ term: UInt32, samePlace: Bool = false) {
        if samePlace { bytes.append(1) }
        var value = term + 2
        while value >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
            value >>= 7
        }
        bytes.append(UInt8(value))
    }

    mutating func endField() { bytes.append(0) }

    mutating func endDocument() { starts.append(UInt32(bytes.count)) }

    /// Calls with each term, its field 0…3 and its place in that field.
    func forEach(of document: Int, _ body: (_ term: UInt32, _ field: Int, _ place: Int) -> Void) {
        var offset = Int(starts[document])
        let end = Int(starts[document + 1])
        var field = 0
        var place = -1
        var stays = false
        while offset < end {
            var value: UInt32 = 0
            var shift: UInt32 = 0
            while true {
                let byte = bytes[offset]
                offset += 1
                value |= UInt32(byte & 0x7F) << shift
                if byte < 0x80 { break }
                shift += 7
            }
            switch value {
            case 0:
                field += 1
                place = -1
            case 1: stays = true
            default:
                if !stays { place += 1 }
                stays = false
                body(value - 2, field, place)
            }
        }
    }
}

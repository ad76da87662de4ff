/// What `MarkdownCost` counts in one line, which comes without its end.
struct LineShape {
    let bytes: Int
    private(set) var isBlank = true
    /// How many lists and quotes the line can be in.
    let nesting: Int
    /// For each word, its length times the `@` and `)` in it.
    private(set) var plainLinkSteps = 0
    private(set) var pipes = 0
    /// `]`
    private(set) var brackets = 0
    /// `<?`, and `<!` unless a comment begins
    private(set) var declarations = 0
    /// `]:`
    private(set) var hasDefinition = false
    /// Whether it has only what a table's second row has, marks of lists and quotes in front included.
    private(set) var mayBeDashRow: Bool

    init(_ line: UnsafeBufferPointer<UInt8>) {
        bytes = line.count
        nesting = Self.nesting(of: line)
        mayBeDashRow = true
        var hasDash = false
        var word = (bytes: 0, repeats: 0)
        var last: UInt8 = 0
        var isDeclarationBegun = false
        for byte in line {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"):
                plainLinkSteps += word.bytes * word.repeats
                word = (0, 0)
            default:
                isBlank = false
                word.bytes += 1
            }
            if isDeclarationBegun, byte != UInt8(ascii: "-") { declarations += 1 }
            isDeclarationBegun = byte == UInt8(ascii: "!") && last == UInt8(ascii: "<")
            switch byte {
            case UInt8(ascii: "-"): hasDash = true
            case UInt8(ascii: "|"): pipes += 1
            case UInt8(ascii: ")"): word.repeats += 1
            case UInt8(ascii: ":"): hasDefinition = hasDefinition || last == UInt8(ascii: "]")
            case UInt8(ascii: ">"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "."),
                UInt8(ascii: "0")...UInt8(ascii: "9"), 0...UInt8(ascii: " "):
                break
            case UInt8(ascii: "@"):
                word.repeats += 1
                mayBeDashRow = false
            case UInt8(ascii: "]"):
                brackets += 1
                mayBeDashRow = false
            case UInt8(ascii: "?"):
                if last == UInt8(ascii: "<") { declarations += 1 }
                mayBeDashRow = false
            default: mayBeDashRow = false
            }
            last = byte
        }
        plainLinkSteps += word.bytes * word.repeats
        mayBeDashRow = mayBeDashRow && hasDash
    }

    /// The markers in front of a line, and an item for each two columns of indentation before the first.
    private static func nesting(of line: UnsafeBufferPointer<UInt8>) -> Int {
        var columns = 0
        var markers = 0
        scan: for (index, byte) in line.enumerated() {
            let next = index + 1 < line.count ? line[index + 1] : UInt8(ascii: " ")
            switch byte {
            case UInt8(ascii: " "): columns += markers == 0 ? 1 : 0
            case UInt8(ascii: "\t"): columns += markers == 0 ? 4 : 0
            case UInt8(ascii: ">"): markers += 1
            case UInt8(ascii: "0")...UInt8(ascii: "9"): break
            case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*"), UInt8(ascii: "."), UInt8(ascii: ")"):
                guard next <= UInt8(ascii: " ") else { break scan }
                markers += 1
            default: break scan
            }
        }
        return markers == 0 ? 0 : markers + columns / 2
    }
}

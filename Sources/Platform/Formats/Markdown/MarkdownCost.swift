/// What parsing a text would cost, found in one pass before the parser sees it.
///
/// cmark-gfm 0.29 takes linear time and memory but for shapes that only hostile text has:
/// - blank lines visit every list around them, so deep nesting multiplies with them;
/// - `<?`, `<!A` and `<![CDATA[` are each searched for their end through the whole paragraph;
/// - each use of a link definition copies its address and title;
/// - in a word with `@` or `)`, looking for plain links reads the word again for each of them;
/// - each row of dashes reads its paragraph again as a table's header, and rows are filled up to the table's width.
///
/// The first three are refused. With the others the text is parsed without plain links or without tables.
struct MarkdownCost {
    /// Steps that take about a tenth of a second.
    private static let refusedSteps = 100_000_000
    /// Bytes that uses of definitions may copy.
    private static let refusedCopies = 32 << 20
    /// Steps beyond which an extension isn't worth its time.
    private static let extensionSteps = 20_000_000

    /// The first reason to refuse the text.
    private(set) var refusal: (problem: String, line: Int)?
    var allowsPlainLinks: Bool { plainLinkSteps <= Self.extensionSteps }
    var allowsTables: Bool { tableSteps <= Self.extensionSteps }

    private let depth: Int
    private var plainLinkSteps = 0
    private var tableSteps = 0
    private var declarationSteps = 0
    private var brackets = 0
    /// The longest paragraph that may define links.
    private var definitionBytes = 0
    private var paragraph = Paragraph()

    init(of source: MarkdownSource) {
        depth = source.limits.depth
        let lines = source.bytes.withUnsafeBufferPointer { countLines(of: $0) }
        endParagraph(line: lines)
        if definitionBytes * brackets > Self.refusedCopies {
            refuse("links are used too often for the length of their definitions", line: 1)
        }
    }

    /// Lines end as cmark has it, with LF, CR or both.
    ///
    /// - Returns: the number of lines.
    private mutating func countLines(of text: UnsafeBufferPointer<UInt8>) -> Int {
        var line = 0
        var start = 0
        while start < text.count {
            var end = start
            while end < text.count, text[end] != UInt8(ascii: "\n"), text[end] != UInt8(ascii: "\r") { end += 1 }
            line += 1
            count(LineShape(UnsafeBufferPointer(rebasing: text[start..<end])), line: line)
            let isPair = end + 1 < text.count && text[end] == UInt8(ascii: "\r") && text[end + 1] == UInt8(ascii: "\n")
            start = end + (isPair ? 2 : 1)
        }
        return line
    }

    private mutating func count(_ shape: LineShape, line: Int) {
        // A list is two nodes, itself and its item.
        if shape.nesting > depth / 2 { refuse("nested deeper than \(depth / 2) lists and quotes", line: line) }
        plainLinkSteps += shape.plainLinkSteps
        brackets += shape.brackets
        if shape.isBlank { endParagraph(line: line) } else { paragraph.add(shape) }
    }

    private mutating func endParagraph(line: Int) {
        tableSteps += paragraph.tableSteps
        declarationSteps += paragraph.declarations * paragraph.bytes
        if paragraph.hasDefinition { definitionBytes = max(definitionBytes, paragraph.bytes) }
        if declarationSteps > Self.refusedSteps {
            refuse("too many declarations (<? or <!) in a paragraph", line: line)
        }
        paragraph = Paragraph()
    }

    private mutating func refuse(_ problem: String, line: Int) {
        if refusal == nil { refusal = (problem, line) }
    }
}

/// Lines without a blank one between them.
private struct Paragraph {
    var bytes = 0
    var declarations = 0
    var hasDefinition = false
    private var lines = 0
    private var dashRows = 0
    private var columns = 0

    /// Reading headers, reading a wide row, and filling rows up; a cell takes as long as 40 bytes.
    var tableSteps: Int { dashRows * bytes + columns * columns + columns * lines * 40 }

    mutating func add(_ line: LineShape) {
        bytes += line.bytes
        lines += 1
        declarations += line.declarations
        hasDefinition = hasDefinition || line.hasDefinition
        if line.mayBeDashRow {
            dashRows += 1
            columns = max(columns, line.pipes + 1)
        }
    }
}

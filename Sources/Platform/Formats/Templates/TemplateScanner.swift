/// One piece of a template: literal text or a tag.
enum TemplateToken {
    case text(Range<Int>)
    case tag(TemplateTag)
}

struct TemplateTag {
    enum Kind { case escaped, raw, section, inverted, end, partial, comment }

    let kind: Kind
    let name: String
    let line: Int
    /// The spaces before a partial that stands alone on its line.
    var indentation = ""
}

/// Cuts a template's bytes into text and tags. A line that holds nothing but one tag that prints nothing goes with it.
struct TemplateScanner {
    private static let open = Array("{{".utf8)

    let bytes: [UInt8]
    let file: String
    private var position = 0
    private var line = 1

    init(_ source: String, file: String) {
        bytes = Array(source.utf8)
        self.file = file
    }

    mutating func tokens() throws(TemplateError) -> [TemplateToken] {
        var tokens: [TemplateToken] = []
        while let start = find(Self.open, from: position) {
            var text = position..<start
            line += newlines(in: text)
            var (tag, end) = try tag(at: start)
            if tag.standsAlone, let whole = wholeLine(around: start..<end) {
                tag.indentation = String(decoding: bytes[whole.lowerBound..<start], as: UTF8.self)
                text = text.lowerBound..<max(text.lowerBound, whole.lowerBound)
                line += newlines(in: start..<whole.upperBound)
                end = whole.upperBound
            } else {
                line += newlines(in: start..<end)
            }
            if !text.isEmpty { tokens.append(.text(text)) }
            if tag.kind != .comment { tokens.append(.tag(tag)) }
            position = end
        }
        if position < bytes.count { tokens.append(.text(position..<bytes.count)) }
        return tokens
    }

    /// Reads the tag that begins at `start`, and finds its end.
    private func tag(at start: Int) throws(TemplateError) -> (TemplateTag, end: Int) {
        var content = start + 2
        let sign = content < bytes.count ? bytes[content] : 0
        let kind: TemplateTag.Kind =
            switch sign {
            case UInt8(ascii: "{"), UInt8(ascii: "&"): .raw
            case UInt8(ascii: "#"): .section
            case UInt8(ascii: "^"): .inverted
            case UInt8(ascii: "/"): .end
            case UInt8(ascii: ">"): .partial
            case UInt8(ascii: "!"): .comment
            default: .escaped
            }
        if kind != .escaped { content += 1 }
        let close = sign == UInt8(ascii: "{") ? "}}}" : "}}"
        guard let end = find(Array(close.utf8), from: content) else { throw error("'{{' without '\(close)'") }
        let name = Self.trimmed(bytes[content..<end])
        if kind != .comment { try check(name) }
        return (TemplateTag(kind: kind, name: name, line: line), end + close.utf8.count)
    }

    private func check(_ name: String) throws(TemplateError) {
        let isName = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard isName, name == "." || !parts.contains("") else {
            throw error("expected a name of letters, digits, '_', '-' and '.' in a tag, found '\(name.excerpt)'")
        }
    }

    /// The whole line, its end included, when nothing but blanks stands around a tag.
    private func wholeLine(around tag: Range<Int>) -> Range<Int>? {
        var start = tag.lowerBound
        while start > 0, Self.isBlank(bytes[start - 1]) { start -= 1 }
        guard start == 0 || bytes[start - 1] == UInt8(ascii: "\n") else { return nil }

        var end = tag.upperBound
        while end < bytes.count, Self.isBlank(bytes[end]) { end += 1 }
        if end == bytes.count { return start..<end }
        if bytes[end] == UInt8(ascii: "\r"), end + 1 < bytes.count { end += 1 }
        return bytes[end] == UInt8(ascii: "\n") ? start..<end + 1 : nil
    }

    private func find(_ pattern: [UInt8], from start: Int) -> Int? {
        var index = start
        while index + pattern.count <= bytes.count {
            if bytes[index] == pattern[0], bytes[index..<index + pattern.count].elementsEqual(pattern) { return index }
            index += 1
        }
        return nil
    }

    private func newlines(in range: Range<Int>) -> Int { bytes[range].count { $0 == UInt8(ascii: "\n") } }
    private func error(_ problem: String) -> TemplateError { TemplateError(file: file, line: line, problem: problem) }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
        let isSpace = { (byte: UInt8) in isBlank(byte) || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }
        guard let first = bytes.firstIndex(where: { !isSpace($0) }), let last = bytes.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(decoding: bytes[first...last], as: UTF8.self)
    }
}

extension TemplateTag {
    /// Whether a line with nothing else goes with it.
    fileprivate var standsAlone: Bool { kind != .escaped && kind != .raw }
}

/// A message without what its sender did not write now: quoted history, forwarded headers, signature.
package struct MessageBody: Sendable, Equatable {
    /// The parts kept, as UTF-8 ranges of the message, in order.
    package let kept: [Range<Int>]
    /// The kept parts, a line break between two.
    package let text: String
    /// Quoted history was dropped.
    package let hasQuotation: Bool

    /// Reads lines from the top: lines with `>` go; "On … wrote:", "Original message" and a block of mail headers end the
    /// message; `-- ` and "Sent from my …" end it too, and so does a closing ("Kind regards") with at most six short
    /// lines after it. A message that would lose everything is kept whole.
    package init(_ message: String) {
        let bytes = Array(message.utf8)
        var lines: [Range<Int>] = []
        var start = 0
        for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
            lines.append(start..<offset)
            start = offset + 1
        }
        lines.append(start..<bytes.count)

        var reader = LineReader(bytes: bytes, lines: lines)
        let keptLines = reader.run()
        var kept: [Range<Int>] = []
        for line in keptLines {
            let range = lines[line]
            if let last = kept.last, last.upperBound + 1 == range.lowerBound {
                kept[kept.count - 1] = last.lowerBound..<range.upperBound
            } else {
                kept.append(range)
            }
        }
        kept = kept.map { Self.trimmed($0, bytes) }.filter { !$0.isEmpty }
        if kept.isEmpty {
            self.kept = [Self.trimmed(0..<bytes.count, bytes)].filter { !$0.isEmpty }
        } else {
            self.kept = kept
        }
        text = self.kept.map { String(decoding: bytes[$0], as: UTF8.self) }.joined(separator: "\n")
        hasQuotation = reader.hasQuotation
    }

    private static func trimmed(_ range: Range<Int>, _ bytes: [UInt8]) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, bytes[start] <= 0x20 { start += 1 }
        while end > start, bytes[end - 1] <= 0x20 { end -= 1 }
        return start..<end
    }
}

/// Decides line by line what belongs to a message.
private struct LineReader {
    let bytes: [UInt8]
    let lines: [Range<Int>]
    private(set) var hasQuotation = false

    init(bytes: [UInt8], lines: [Range<Int>]) {
        self.bytes = bytes
        self.lines = lines
    }

    mutating func run() -> [Int] {
        var kept: [Int] = []
        var index = 0
        while index < lines.count {
            let line = text(index)
            if line.hasPrefix(">") {
                hasQuotation = true
            } else if startsHistory(index, line) {
                hasQuotation = true
                break
            } else if startsSignature(index, line) {
                break
            } else {
                kept.append(index)
            }
            index += 1
        }
        return kept
    }

    /// The line without white space around it, lower case, at most 200 bytes.
    private func text(_ index: Int) -> String {
        guard index < lines.count else { return "" }
        let line = lines[index]
        let start = bytes[line].firstIndex { $0 > 0x20 } ?? line.upperBound
        var end = min(line.upperBound, start + 200)
        while end > start, bytes[end - 1] <= 0x20 { end -= 1 }
        return String(decoding: bytes[start..<end].map(Folding.asciiLowercase), as: UTF8.self)
    }

    private func startsHistory(_ index: Int, _ line: String) -> Bool {
        if line.hasPrefix("-----original message") || line.hasPrefix("---- original message")
            || line.hasPrefix("---------- forwarded message") || line.hasPrefix("-------- original message")
            || line.hasPrefix("begin forwarded message") || line.hasPrefix("________________________________")
        {
            return true
        }
        if line.hasPrefix("on ") || line.hasPrefix("am ") || line.hasPrefix("le ") || line.hasPrefix("el ") {
            let joined = line + " " + text(index + 1)
            let ends = [line, text(index + 1), text(index + 2)].contains {
                $0.hasSuffix("wrote:") || $0.hasSuffix("schrieb:") || $0.hasSuffix("a écrit :")
                    || $0.hasSuffix("escribió:")
            }
            return ends && joined.utf8.contains { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        }
        if line.hasPrefix("from:") {
            let following = (1...3).map { text(index + $0) }
            return following.contains { $0.hasPrefix("sent:") || $0.hasPrefix("date:") || $0.hasPrefix("to:") }
        }
        return false
    }

    private func startsSignature(_ index: Int, _ line: String) -> Bool {
        if line == "--" || line == "—" { return true }
        if line.hasPrefix("sent from my ") || line.hasPrefix("get outlook for ") || line.hasPrefix("sent from outlook")
            || line.hasPrefix("sent via ")
        {
            return true
        }
        guard index > 0, isClosing(line) else { return false }
        let rest = ((index + 1)..<lines.count).filter { !text($0).isEmpty }
        let isShort = rest.allSatisfy { lines[$0].count <= 60 && !text($0).hasSuffix("?") }
        return isShort && rest.count <= 6
    }

    private func isClosing(_ line: String) -> Bool {
        let words = line.split { !($0.isLetter || $0 == "'") }.map(String.init)
        guard !words.isEmpty, words.count <= 6 else { return false }
        let closings: Set<String> = [
            "regards", "best regards", "kind regards", "warm regards", "many thanks", "best", "sincerely", "cheers",
            "yours sincerely", "yours truly", "yours faithfully", "thanks", "thank you", "best wishes", "respectfully",
            "thanks in advance", "thank you in advance", "with kind regards", "kindest regards", "br", "rgds", "warmly",
            "thanks and regards", "thanks regards", "all the best", "cordially", "sincerely yours", "thanks again",
        ]
        return closings.contains(words.joined(separator: " "))
            || closings.contains(words.prefix(2).joined(separator: " "))
                && words.count <= 4 && words.first.map { $0 != "thanks" && $0 != "thank" } ?? false
    }
}

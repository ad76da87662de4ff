import FoundationEssentials

/// Facts for a terminal, a label and its lines each, within 80 columns.
struct FactSheet {
    static let width = 80
    private static let labelWidth = 13

    private(set) var text = ""

    /// Adds a fact; nothing where there is none. Lines are wrapped and shown without control characters.
    mutating func add(_ label: String, _ lines: [String]) {
        let wrapped = lines.flatMap { $0.wrapped(to: Self.width - Self.labelWidth) }
        for (number, line) in wrapped.enumerated() {
            text += (number == 0 ? label : "").padded(to: Self.labelWidth) + line + "\n"
        }
    }

    mutating func add(_ label: String, _ line: String?) { add(label, line.map { [$0] } ?? []) }
}

extension String {
    /// Filled up with blanks, behind it or before it.
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
    func flushedRight(to width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }

    /// One line of at most so many characters, without control characters.
    func cut(to width: Int) -> String {
        let line = String(printable.map { $0.isNewline ? " " : $0 })
        return line.count > width ? line.prefix(max(0, width - 1)) + "…" : line
    }

    /// Lines of at most so many characters, broken between words where that is possible.
    fileprivate func wrapped(to width: Int) -> [String] {
        printable.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [String] in
            var lines = [""]
            for piece in line.split(separator: " ") {
                var word: Substring = piece
                if !lines[lines.count - 1].isEmpty {
                    if lines[lines.count - 1].count + 1 + word.count <= width {
                        lines[lines.count - 1] += " " + word
                        continue
                    }
                    lines.append("")
                }
                while word.count > width {
                    lines[lines.count - 1] = String(word.prefix(width))
                    word = word.dropFirst(width)
                    lines.append("")
                }
                lines[lines.count - 1] = String(word)
            }
            return lines
        }
    }
}

extension Int {
    /// `1,234,567`.
    var grouped: String {
        var text = ""
        for (place, digit) in String(magnitude).reversed().enumerated() {
            if place > 0, place.isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return (self < 0 ? "-" : "") + String(text.reversed())
    }

    /// Millionths of a dollar as `$1,234.50`, to so many places.
    func dollars(places: Int = 6) -> String {
        let text = (Double(magnitude) / 1e6).decimals(places)
        let parts = text.split(separator: ".")
        return (self < 0 ? "-$" : "$") + (Int(parts[0]) ?? 0).grouped + "." + parts[1]
    }
}

extension Double {
    /// Rounded to so many places, all of them written. What is beyond a trillion is shown as that.
    func decimals(_ places: Int) -> String {
        EvaluationReport.decimals(isNaN ? 0 : Swift.min(Swift.max(self, -1e12), 1e12), places)
    }
}

extension Duration {
    /// `0.42 ms`, `12.3 ms`, `1.23 s`, `12.3 min`, `1.2 h`.
    var shortText: String { (self / .milliseconds(1)).millisecondsText }
}

extension Double {
    /// Milliseconds as `Duration.shortText` writes them.
    var millisecondsText: String {
        switch self {
        case ..<10: decimals(2) + " ms"
        case ..<1000: decimals(1) + " ms"
        case ..<60_000: (self / 1000).decimals(2) + " s"
        case ..<3_600_000: (self / 60_000).decimals(1) + " min"
        default: (self / 3_600_000).decimals(1) + " h"
        }
    }
}

extension Date {
    /// `2026-11-21 14:05:09Z`.
    var terminalText: String {
        formatted(Date.ISO8601FormatStyle(dateSeparator: .dash, dateTimeSeparator: .space, timeSeparator: .colon))
    }
}

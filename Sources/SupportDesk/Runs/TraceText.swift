import Formats
import FoundationEssentials

extension StoredTrace {
    /// The run as a tree within 80 columns: who worked on what, when, for how long, and what came of it.
    ///
    /// - Parameter isColoured: for terminals that know ANSI's colours.
    package func text(isColoured: Bool = false) -> String {
        let spans = TraceSpans(json)
        let whole = max(duration, spans.places.map(\.span.end).max() ?? .zero)
        var lines = ["run \(id.cut(to: 40))  \(startedAt.terminalText)  \(duration.shortText)"]
        for place in spans.places { lines += TraceLines(place, whole: whole, isColoured: isColoured).lines }
        if spans.places.isEmpty { lines.append("  no spans") }
        return lines.joined(separator: "\n")
    }
}

/// The lines of one span: the first has its name, kind, duration and place in time, the others what came of it.
private struct TraceLines {
    private static let nameWidth = 38
    private static let kindWidth = 10
    private static let durationWidth = 9
    private static let barWidth = 20

    let lines: [String]

    init(_ place: TraceSpans.Place, whole: Duration, isColoured: Bool) {
        let span = place.span
        let branches = place.continues.dropFirst()
        let above = branches.dropLast().map { $0 ? "│  " : "   " }.joined()
        let own = branches.last.map { $0 ? "├─ " : "└─ " } ?? ""
        let name = (above + own + span.title).cut(to: Self.nameWidth).padded(to: Self.nameWidth)
        let kind = span.kind.cut(to: Self.kindWidth).padded(to: Self.kindWidth)
        let took = span.duration.shortText.cut(to: Self.durationWidth).flushedRight(to: Self.durationWidth)
        let bar = Self.bar(span, whole: whole)
        let colour = span.error == nil ? Colour(kind: span.kind) : .red
        var lines = [
            [name, isColoured ? colour.applied(to: kind) : kind, took, isColoured ? colour.applied(to: bar) : bar]
                .joined(separator: " ").withoutTrailingBlanks
        ]
        let beneath =
            branches.map { $0 ? "│  " : "   " }.joined() + (place.hasChildren ? "│  " : "   ")
        for fact in span.facts { lines.append(beneath + fact.cut(to: FactSheet.width - beneath.count)) }
        if let error = span.error {
            let line = "error: \(error)".cut(to: FactSheet.width - beneath.count)
            lines.append(beneath + (isColoured ? Colour.red.applied(to: line) : line))
        }
        self.lines = lines
    }

    /// Where in the run the span lies, at least one mark long.
    private static func bar(_ span: TraceSpan, whole: Duration) -> String {
        guard whole > .zero else { return "" }
        let first = min(barWidth - 1, Int(span.start / whole * Double(barWidth)))
        let end = min(barWidth, Int((span.end / whole * Double(barWidth)).rounded(.up)))
        return String(repeating: " ", count: first) + String(repeating: "━", count: max(1, end - first))
    }
}

/// Foreground colours of ANSI X3.64.
private enum Colour: Int {
    case red = 31
    case green, yellow, blue, magenta, cyan, plain

    init(kind: String) {
        self =
            switch kind {
            case "agent": .blue
            case "generation": .cyan
            case "tool": .green
            case "guardrail": .yellow
            case "handoff": .magenta
            default: .plain
            }
    }

    func applied(to text: String) -> String { self == .plain ? text : "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" }
}

extension TraceSpan {
    fileprivate var title: String {
        let model = attributes["metadata"]?["model"]?.string
        let turn = kind == "generation" ? attributes["turn"]?.integer.map { ", turn \($0)" } : nil
        return (model ?? name) + (turn ?? "")
    }

    /// What came of it, a line each.
    fileprivate var facts: [String] {
        switch kind {
        case "generation":
            let fallbacks = (attributes["metadata"]?["fallbacks"]?.array ?? []).map(\.fallbackText)
            return [usage].compactMap(\.self) + fallbacks
        case "tool": return [attributes["arguments"]?.string].compactMap(\.self)
        case "guardrail":
            guard attributes["tripped"]?.bool == true else { return [] }
            return ["tripped" + (attributes["info"].map { ": " + ($0.string ?? $0.text) } ?? "")]
        case "handoff":
            guard let from = attributes["from"]?.string, let to = attributes["to"]?.string else { return [] }
            return ["\(from) → \(to)"]
        case "agent":
            guard let ending = attributes["ending"]?.string else { return [] }
            return ["\(ending)" + (attributes["turns"]?.integer.map { " after turn \($0)" } ?? "")]
        default: return []
        }
    }

    /// `1,204 tokens in, 86 out, $0.001204`; `nil` of a model that counts none.
    private var usage: String? {
        let input = Int(attributes["input_tokens"]?.integer ?? 0)
        let output = Int(attributes["output_tokens"]?.integer ?? 0)
        let cost = Int(attributes["cost_micro_usd"]?.integer ?? 0)
        guard input > 0 || output > 0 || cost > 0 else { return nil }
        return "\(input.grouped) tokens in, \(output.grouped) out" + (cost > 0 ? ", \(cost.dollars())" : "")
    }
}

extension JSONValue {
    /// `after MODEL: why it gave no answer`.
    var fallbackText: String { "after \(self["model"]?.string ?? "?"): \(self["reason"]?.string ?? text)" }
}

extension String {
    fileprivate var withoutTrailingBlanks: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}

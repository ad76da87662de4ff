extension EvaluationReport {
    /// The figures as a table, the gravest misses below.
    package var text: String {
        var rows: [(String, String)] = [("tickets", "\(tickets)")]
        func add(_ name: String, _ share: Share) {
            guard let value = share.value else { return }
            rows.append((name, "\(Self.percent(value))  (\(share.count) of \(share.total))"))
        }
        add("answer accuracy", answers)
        add("wording kept", wording)
        add("escalation precision", escalationPrecision)
        add("escalation recall", escalationRecall)
        add("escalation rate", escalationRate)
        add("escalation reason right", escalationReasons)
        add("must-escalate missed", mustEscalateMissed)
        add("answerable but escalated", answerableEscalated)
        add("sentiment class right", sentimentClass)
        add("sentiment within 0.2", sentimentNear)
        if let meanSentimentError { rows.append(("sentiment mean error", Self.decimals(meanSentimentError, 3))) }
        add("intent right", intents)
        add("personal data exact", personalDataFound)
        add("automatic mail answered", automaticMailAnswered)
        rows.append(("without a reply", "\(unanswered)"))
        rows.append(("latency p50", Self.milliseconds(latencyP50)))
        rows.append(("latency p95", Self.milliseconds(latencyP95)))

        let width = rows.map(\.0.count).max() ?? 0
        var lines = rows.map { name, value in
            name + String(repeating: " ", count: width - name.count + 2) + value
        }
        if !misses.isEmpty {
            lines += ["", "worst cases (\(misses.count) in all)"]
            lines += misses.prefix(Self.shownMisses).map { "  \($0.id): \($0.problem)" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static let shownMisses = 25

    private static func percent(_ value: Double) -> String { decimals(value * 100, 1) + " %" }

    private static func milliseconds(_ duration: Duration) -> String {
        decimals(duration / .milliseconds(1), 2) + " ms"
    }

    /// Rounded to so many places, all of them written.
    static func decimals(_ value: Double, _ places: Int) -> String {
        var scale = 1
        for _ in 0..<places { scale *= 10 }
        let units = Int((value * Double(scale)).rounded())
        let fraction = String(abs(units) % scale)
        let zeros = String(repeating: "0", count: places - fraction.count)
        return "\(units < 0 ? "-" : "")\(abs(units) / scale).\(zeros)\(fraction)"
    }
}

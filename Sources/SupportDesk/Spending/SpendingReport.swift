package import Formats
package import FoundationEssentials

/// What models cost lately, and what is left of the month's budget.
package struct SpendingReport: Sendable {
    let days: [DailySpending]
    let month: ModelUsage
    let monthStart: Date
    let today: Int
    let budget: Budget

    /// - Parameters:
    ///   - spending: of at least this month and the days shown, the newest first.
    ///   - days: how many days are shown, with today.
    package init(_ spending: [DailySpending], days: Int, budget: Budget, now: Date) {
        let first = Self.firstDay(of: days, until: now)
        self.days = spending.filter { $0.day >= first }
        let start = now.startOfUTCMonth
        monthStart = start
        month = spending.filter { $0.day >= start }.reduce(into: ModelUsage()) { $0 += $1.usage }
        today = spending.filter { $0.day == now.startOfUTCDay }.reduce(0) { $0 + $1.usage.microUSD }
        self.budget = budget
    }

    /// The first day that a report needs the spending of.
    package static func start(of days: Int, until now: Date) -> Date {
        min(firstDay(of: days, until: now), now.startOfUTCMonth)
    }

    private static func firstDay(of days: Int, until now: Date) -> Date {
        now.startOfUTCDay.addingTimeInterval(-86_400 * Double(days - 1))
    }
}

extension SpendingReport {
    /// As a table within 80 columns.
    package var text: String {
        var lines = [Self.line("day", "model", "calls", "tokens in", "out", "cost")]
        lines += days.map { Self.line($0.day.dayText, $0.model, $0.usage) }
        if days.isEmpty { lines.append("No model was paid for in these days.") }
        lines += ["", Self.line(String(monthStart.dayText.prefix(7)), "all models", month)]
        if let usd = budget.monthlyUSD {
            lines.append("budget     " + Self.left(of: usd, spent: month.microUSD, "month"))
        }
        if let usd = budget.dailyUSD { lines.append("           " + Self.left(of: usd, spent: today, "day")) }
        if budget.monthlyUSD == nil, budget.dailyUSD == nil {
            lines.append("budget     none; set `budget` in workspace.yaml")
        }
        return lines.joined(separator: "\n")
    }

    package var json: JSONValue {
        var month = month.json
        month["month"] = .string(String(monthStart.dayText.prefix(7)))
        month["budget_micro_usd"] = budget.monthlyUSD.map { .integer(Int64(($0 * 1e6).rounded())) } ?? .null
        return [
            "days": .array(
                days.map { day in
                    var json: JSONObject = ["day": .string(day.day.dayText), "model": .string(day.model)]
                    for (key, value) in day.usage.json.members { json[key] = value }
                    return .object(json)
                }), "month": .object(month),
        ]
    }

    private static func line(_ day: String, _ model: String, _ usage: ModelUsage) -> String {
        line(
            day, model, usage.requests.grouped, usage.inputTokens.grouped, usage.outputTokens.grouped,
            usage.microUSD.dollars(places: 4))
    }

    private static func line(
        _ day: String, _ model: String, _ calls: String, _ input: String, _ output: String, _ cost: String
    ) -> String {
        [
            day.padded(to: 10), model.cut(to: 23).padded(to: 23), calls.flushedRight(to: 7),
            input.flushedRight(to: 12), output.flushedRight(to: 10), cost.flushedRight(to: 12),
        ].joined(separator: " ")
    }

    private static func left(of usd: Double, spent: Int, _ span: String) -> String {
        let budget = Int((usd * 1e6).rounded())
        let share = budget > 0 ? ", \((Double(spent) / Double(budget) * 100).decimals(1)) % spent" : ""
        return "\(budget.dollars(places: 2)) a \(span)\(share), \((budget - spent).dollars(places: 2)) left"
    }
}

extension ModelUsage {
    /// `4 calls, 3,600 tokens in, 200 out, $0.0110`
    package var text: String {
        "\(requests.grouped) \(requests == 1 ? "call" : "calls"), \(inputTokens.grouped) tokens in, "
            + "\(outputTokens.grouped) out, \(microUSD.dollars(places: 4))"
    }

    fileprivate static func += (sum: inout ModelUsage, other: ModelUsage) {
        sum.requests += other.requests
        sum.inputTokens += other.inputTokens
        sum.outputTokens += other.outputTokens
        sum.microUSD += other.microUSD
    }

    fileprivate var json: JSONObject {
        [
            "requests": .integer(Int64(requests)), "input_tokens": .integer(Int64(inputTokens)),
            "output_tokens": .integer(Int64(outputTokens)), "cost_micro_usd": .integer(Int64(microUSD)),
        ]
    }
}

extension Date {
    /// `2026-11-21`, in UTC.
    fileprivate var dayText: String { formatted(.iso8601.year().month().day()) }
}

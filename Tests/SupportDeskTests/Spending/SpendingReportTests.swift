import Formats
import Foundation
import SupportDesk
import Testing

@Suite struct SpendingReportTests {
    /// 2 November 2026, 9:00 UTC.
    private let now = Date(timeIntervalSince1970: 1_793_610_000)

    private func spending(daysAgo: Int, _ model: String, microUSD: Int) -> DailySpending {
        DailySpending(
            day: now.startOfUTCDay.addingTimeInterval(-86_400 * Double(daysAgo)), model: model,
            usage: ModelUsage(requests: 1200, inputTokens: 1_234_567, outputTokens: 89_000, microUSD: microUSD))
    }

    private var all: [DailySpending] {
        [
            spending(daysAgo: 0, "large", microUSD: 1_500_000), spending(daysAgo: 1, "large", microUSD: 250_000),
            spending(daysAgo: 1, "small-with-a-name-beyond-every-column", microUSD: 42),
            spending(daysAgo: 2, "large", microUSD: 9_000_000),
        ]
    }

    @Test func `days are listed, and the month is compared with its budget`() {
        var budget = Budget()
        budget.monthlyUSD = 50
        budget.dailyUSD = 1

        let text = SpendingReport(all, days: 3, budget: budget, now: now).text

        #expect(
            text == """
                day        model                     calls    tokens in        out         cost
                2026-11-02 large                     1,200    1,234,567     89,000      $1.5000
                2026-11-01 large                     1,200    1,234,567     89,000      $0.2500
                2026-11-01 small-with-a-name-beyo…   1,200    1,234,567     89,000      $0.0000
                2026-10-31 large                     1,200    1,234,567     89,000      $9.0000

                2026-11    all models                3,600    3,703,701    267,000      $1.7500
                budget     $50.00 a month, 3.5 % spent, $48.25 left
                           $1.00 a day, 150.0 % spent, -$0.50 left
                """)
    }

    @Test func `the month is whole however few days are shown`() {
        let report = SpendingReport(all, days: 1, budget: Budget(), now: now)

        #expect(SpendingReport.start(of: 1, until: now) == now.startOfUTCMonth)
        #expect(SpendingReport.start(of: 5, until: now) == now.startOfUTCDay.addingTimeInterval(-4 * 86_400))
        #expect(report.json["days"]?.array?.count == 1)
        #expect(report.json["days"]?[0]?["day"]?.string == "2026-11-02")
        #expect(report.json["days"]?[0]?["cost_micro_usd"]?.integer == 1_500_000)
        #expect(report.json["month"]?["cost_micro_usd"]?.integer == 1_750_042)
        #expect(report.json["month"]?["budget_micro_usd"]?.isNull == true)
        #expect(report.text.contains("budget     none"))
    }

    @Test func `nothing spent is said so`() {
        let text = SpendingReport([], days: 7, budget: Budget(), now: now).text

        #expect(text.contains("No model was paid for in these days."))
        #expect(text.contains("$0.0000"))
    }
}

package import FoundationEssentials

/// A time zone: what the clocks on its walls show at an instant.
///
/// FoundationEssentials knows no zones but through ICU, whose tables cost more memory than this whole program; so the
/// system's compiled zone files are read here (RFC 9636).
package struct ZoneRules: Equatable, Sendable {
    /// What holds from an instant on.
    struct Offset: Equatable, Sendable {
        /// Seconds east of Greenwich.
        let seconds: Int
        /// `CET`, `CEST`; zones without one have digits (`+03`).
        let abbreviation: String
    }

    /// As it was asked for: `Europe/Berlin`.
    package let name: String
    /// Seconds since 1970, rising.
    private let transitions: [Int64]
    /// One more than transitions: what held before the first of them comes first.
    private let offsets: [Offset]
    /// What holds after the last transition, year by year.
    private let yearly: YearlyZoneRule?

    package static let utc = ZoneRules(name: "UTC", transitions: [], offsets: [Offset(seconds: 0, abbreviation: "UTC")])

    init(name: String, transitions: [Int64], offsets: [Offset], yearly: YearlyZoneRule? = nil) {
        self.name = name
        self.transitions = transitions
        self.offsets = offsets
        self.yearly = yearly
    }

    func offset(at date: Date) -> Offset {
        let instant = Int64(date.timeIntervalSince1970.rounded(.down))
        if let yearly, instant >= transitions.last ?? .min { return yearly.offset(at: instant) }
        var low = 0
        var high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle] <= instant { low = middle + 1 } else { high = middle }
        }
        return offsets[low]
    }

    /// The day and the minute that walls show.
    package func localTime(at date: Date) -> LocalTime {
        let seconds = Int(date.timeIntervalSince1970.rounded(.down)) + offset(at: date).seconds
        let day = Int((Double(seconds) / 86_400).rounded(.down))
        return LocalTime(day: day, minute: (seconds - day * 86_400) / 60)
    }

    /// The instant at which walls show this; of two, the first; where clocks skip it, as much later as they jump.
    package func date(of time: LocalTime) -> Date {
        let wall = Double(time.day * 86_400 + time.minute * 60)
        let before = offset(at: Date(timeIntervalSince1970: wall - 86_400)).seconds
        let first = Date(timeIntervalSince1970: wall - Double(before))
        let there = offset(at: first).seconds
        if there == before { return first }
        let second = Date(timeIntervalSince1970: wall - Double(there))
        return offset(at: second).seconds == there ? second : first
    }

    /// `UTC`, `CET`, `UTC+03`.
    package func abbreviation(at date: Date) -> String {
        let text = offset(at: date).abbreviation
        return text.first == "+" || text.first == "-" ? "UTC" + text : text
    }
}

/// A day and a minute as calendars and clocks of a place show them.
package struct LocalTime: Equatable, Sendable {
    /// Days since 1 January 1970.
    package var day: Int
    /// 0 ..< 1440; 1440 is the end of the day.
    package var minute: Int

    package init(day: Int, minute: Int) {
        self.day = day
        self.minute = minute
    }

    /// 1 January 1970 was a Thursday.
    package var weekday: Weekday { Weekday.allCases[((day + 3) % 7 + 7) % 7] }

    /// `09:05`.
    package var clock: String { "\(Self.padded(minute / 60)):\(Self.padded(minute % 60))" }

    /// `2026-12-07`, in the Gregorian calendar (Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    package var date: String {
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return "\(year)-\(Self.padded(month))-\(Self.padded(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1))"
    }

    /// The day on which a year begins.
    static func firstDay(ofYear year: Int) -> Int {
        let last = year - 1
        return last * 365 + floorDivide(last, 4) - floorDivide(last, 100) + floorDivide(last, 400) - 719_162
    }

    static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    private static func floorDivide(_ a: Int, _ b: Int) -> Int { a >= 0 ? a / b : -((b - 1 - a) / b) }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

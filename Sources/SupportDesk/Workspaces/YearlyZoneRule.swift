/// How a zone changes its clocks every year: the TZ string at the end of a zone file (POSIX, Base Definitions 8.3).
struct YearlyZoneRule: Equatable, Sendable {
    private struct Change: Equatable, Sendable {
        enum Day: Equatable, Sendable {
            /// Week 1 to 5 of a month, 5 the last; day 0 is Sunday.
            case month(Int, week: Int, day: Int)
            /// 1 to 365, 29 February never counted.
            case julian(Int)
            /// 0 to 365.
            case ordinal(Int)
        }

        let day: Day
        /// After local midnight; may be negative or beyond a day.
        let seconds: Int
    }

    private let standard: ZoneRules.Offset
    private let summer: ZoneRules.Offset?
    private let start: Change?
    private let end: Change?

    func offset(at instant: Int64) -> ZoneRules.Offset {
        guard let summer, let start, let end else { return standard }
        let year = Self.year(at: Int(instant) + standard.seconds)
        let begins = Self.seconds(of: start, in: year) - standard.seconds
        let ends = Self.seconds(of: end, in: year) - summer.seconds
        let now = Int(instant)
        let isSummer = begins < ends ? now >= begins && now < ends : now >= begins || now < ends
        return isSummer ? summer : standard
    }

    private static func year(at seconds: Int) -> Int {
        let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        var year = 1970 + days / 366
        while LocalTime.firstDay(ofYear: year + 1) <= days { year += 1 }
        while LocalTime.firstDay(ofYear: year) > days { year -= 1 }
        return year
    }

    /// Local seconds since 1970.
    private static func seconds(of change: Change, in year: Int) -> Int {
        let first = LocalTime.firstDay(ofYear: year)
        let day: Int
        switch change.day {
        case .julian(let number): day = first + number - 1 + (LocalTime.isLeap(year) && number >= 60 ? 1 : 0)
        case .ordinal(let number): day = first + number
        case .month(let month, let week, let weekday):
            let lengths = [31, LocalTime.isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            let start = first + lengths[..<(month - 1)].reduce(0, +)
            // 1 January 1970 was a Thursday, day 4.
            let ahead = (weekday - (start + 4) % 7 + 14) % 7
            var place = ahead + (week - 1) * 7
            if place >= lengths[month - 1] { place -= 7 }
            day = start + place
        }
        return day * 86_400 + change.seconds
    }
}

extension YearlyZoneRule {
    /// Reads `CET-1CEST,M3.5.0,M10.5.0/3`; `nil` for anything else.
    init?(_ text: String) {
        var reader = TZStringReader(text)
        guard let standardName = reader.name(), let standardOffset = reader.time() else { return nil }
        standard = ZoneRules.Offset(seconds: -standardOffset, abbreviation: standardName)
        guard !reader.isAtEnd else {
            (summer, start, end) = (nil, nil, nil)
            return
        }
        guard let summerName = reader.name() else { return nil }
        let summerOffset = reader.startsNumber ? reader.time() : standardOffset - 3_600
        guard let summerOffset, let start = Self.change(&reader), let end = Self.change(&reader), reader.isAtEnd else {
            return nil
        }
        summer = ZoneRules.Offset(seconds: -summerOffset, abbreviation: summerName)
        self.start = start
        self.end = end
    }

    private static func change(_ reader: inout TZStringReader) -> Change? {
        guard reader.take(",") else { return nil }
        let day: Change.Day
        if reader.take("M") {
            guard let month = reader.number(in: 1...12), reader.take("."), let week = reader.number(in: 1...5),
                reader.take("."), let weekday = reader.number(in: 0...6)
            else { return nil }
            day = .month(month, week: week, day: weekday)
        } else if reader.take("J") {
            guard let number = reader.number(in: 1...365) else { return nil }
            day = .julian(number)
        } else {
            guard let number = reader.number(in: 0...365) else { return nil }
            day = .ordinal(number)
        }
        guard reader.take("/") else { return Change(day: day, seconds: 7_200) }
        return reader.time().map { Change(day: day, seconds: $0) }
    }
}

/// Takes a TZ string apart from its start.
private struct TZStringReader {
    private var rest: Substring

    init(_ text: String) { rest = text[...] }

    var isAtEnd: Bool { rest.isEmpty }
    var startsNumber: Bool { rest.first.map { $0 == "-" || $0 == "+" || $0.isWholeNumber } ?? false }

    mutating func take(_ character: Character) -> Bool {
        guard rest.first == character else { return false }
        rest.removeFirst()
        return true
    }

    /// Letters, or anything between `<` and `>`.
    mutating func name() -> String? {
        if take("<") {
            guard let close = rest.firstIndex(of: ">") else { return nil }
            defer { rest = rest[close...].dropFirst() }
            return String(rest[..<close])
        }
        let name = rest.prefix(while: \.isLetter)
        rest.removeFirst(name.count)
        return name.count >= 3 ? String(name) : nil
    }

    mutating func number(in range: ClosedRange<Int>) -> Int? {
        let digits = rest.prefix { $0.isASCII && $0.isWholeNumber }
        rest.removeFirst(digits.count)
        return Int(digits).flatMap { range.contains($0) ? $0 : nil }
    }

    /// `[+-]h[:mm[:ss]]` in seconds.
    mutating func time() -> Int? {
        let isNegative = take("-")
        if !isNegative { _ = take("+") }
        guard let hours = number(in: 0...167) else { return nil }
        var seconds = hours * 3_600
        for unit in [60, 1] where take(":") {
            guard let part = number(in: 0...59) else { return nil }
            seconds += part * unit
        }
        return isNegative ? -seconds : seconds
    }
}

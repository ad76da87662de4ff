import FoundationEssentials

/// A moment in whole microseconds since 1970, as databases keep it, and its fixed-width text
/// `2026-11-21T09:05:20.123456Z` (RFC 3339), whose order as bytes is the order of time.
struct UTCTimestamp: Equatable {
    static let textLength = 27
    private static let secondsToReferenceDate: Int64 = 978_307_200  // 2001-01-01
    private static let range: Range<Int64> = -62_135_596_800_000_000..<253_402_300_800_000_000  // years 1 to 9999

    let microseconds: Int64

    /// `nil` outside the years 1 to 9999. A fraction of a microsecond is rounded.
    init?(_ date: Date) {
        let seconds = date.timeIntervalSinceReferenceDate
        guard seconds.magnitude < 1e12 else { return nil }  // also refuses NaN
        let whole = seconds.rounded(.down)
        let fraction = Int64(((seconds - whole) * 1e6).rounded())
        self.init(microseconds: (Int64(whole) + Self.secondsToReferenceDate) * 1_000_000 + fraction)
    }

    init?(microseconds: Int64) {
        guard Self.range.contains(microseconds) else { return nil }
        self.microseconds = microseconds
    }

    var date: Date {
        let (seconds, fraction) = microseconds.flooredQuotientAndRemainder(by: 1_000_000)
        let whole = Double(seconds - Self.secondsToReferenceDate)
        return Date(timeIntervalSinceReferenceDate: whole + Double(fraction) / 1e6)
    }
}

// Text. Civil dates are counted in eras of 400 years that begin in March, so that the leap day comes last.
extension UTCTimestamp {
    private static let daysPerEra: Int64 = 146_097
    private static let daysToMarch0000: Int64 = 719_468

    /// Fills `text`, which has `textLength` bytes.
    func write(to text: UnsafeMutableBufferPointer<UInt8>) {
        let (second, fraction) = microseconds.flooredQuotientAndRemainder(by: 1_000_000)
        let (day, secondOfDay) = second.flooredQuotientAndRemainder(by: 86_400)
        let (era, dayOfEra) = (day + Self.daysToMarch0000).flooredQuotientAndRemainder(by: Self.daysPerEra)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)

        put(year, 4, at: 0, in: text)
        text[4] = UInt8(ascii: "-")
        put(month, 2, at: 5, in: text)
        text[7] = UInt8(ascii: "-")
        put(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1, 2, at: 8, in: text)
        text[10] = UInt8(ascii: "T")
        put(secondOfDay / 3600, 2, at: 11, in: text)
        text[13] = UInt8(ascii: ":")
        put(secondOfDay / 60 % 60, 2, at: 14, in: text)
        text[16] = UInt8(ascii: ":")
        put(secondOfDay % 60, 2, at: 17, in: text)
        text[19] = UInt8(ascii: ".")
        put(fraction, 6, at: 20, in: text)
        text[26] = UInt8(ascii: "Z")
    }

    /// `nil` for any other form, or a date that the calendar doesn't have.
    init?(text: UnsafeBufferPointer<UInt8>) {
        guard text.count == Self.textLength,
            text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"), text[10] == UInt8(ascii: "T"),
            text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":"), text[19] == UInt8(ascii: "."),
            text[26] == UInt8(ascii: "Z"),
            let year = number(4, at: 0, in: text), let month = number(2, at: 5, in: text),
            let day = number(2, at: 8, in: text), let hour = number(2, at: 11, in: text),
            let minute = number(2, at: 14, in: text), let second = number(2, at: 17, in: text),
            let fraction = number(6, at: 20, in: text),
            (1...12).contains(month), day >= 1, day <= Self.days(in: month, of: year),
            hour < 24, minute < 60, second < 60
        else { return nil }
        let yearFromMarch = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = yearFromMarch.flooredQuotientAndRemainder(by: 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * Self.daysPerEra + dayOfEra - Self.daysToMarch0000
        self.init(microseconds: (days * 86_400 + hour * 3600 + minute * 60 + second) * 1_000_000 + fraction)
    }

    private static func days(in month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

private func put(_ value: Int64, _ digits: Int, at start: Int, in text: UnsafeMutableBufferPointer<UInt8>) {
    var rest = UInt32(truncatingIfNeeded: value)
    for index in (start..<start + digits).reversed() {
        text[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
    }
}

private func number(_ digits: Int, at start: Int, in text: UnsafeBufferPointer<UInt8>) -> Int64? {
    var value: Int64 = 0
    for index in start..<start + digits {
        let digit = text[index] &- UInt8(ascii: "0")
        guard digit < 10 else { return nil }
        value = value * 10 + Int64(digit)
    }
    return value
}

extension Int64 {
    fileprivate func flooredQuotientAndRemainder(by divisor: Int64) -> (Int64, Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

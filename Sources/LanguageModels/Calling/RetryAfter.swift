import FoundationEssentials
import HTTPClient

/// When a server wants to be asked again: `retry-after-ms`, else `retry-after` in seconds or as a date (RFC 9110,
/// section 10.2.3).
enum RetryAfter {
    static func read(_ headers: HTTPHeaders, now: Date) -> Duration? {
        if let milliseconds = headers["retry-after-ms"].flatMap(Double.init) { return duration(milliseconds / 1_000) }
        guard let value = headers["retry-after"] else { return nil }
        if let seconds = Double(value) { return duration(seconds) }
        return httpDate(value).flatMap { duration($0.timeIntervalSince(now)) }
    }

    private static func duration(_ seconds: Double) -> Duration? {
        seconds.isFinite && seconds > 0 ? .seconds(min(seconds, 1e9)) : nil
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT`; older forms are read as none.
    static func httpDate(_ text: String) -> Date? {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let words = text.split(separator: " ")
        guard words.count == 6, words[5] == "GMT", let day = Int(words[1]), let year = Int(words[3]),
            let month = months.firstIndex(of: String(words[2]))
        else { return nil }
        let time = words[4].split(separator: ":").map { Int($0) ?? -1 }
        guard time.count == 3, (1...31).contains(day), (1970...9999).contains(year), (0...23).contains(time[0]),
            (0...59).contains(time[1]), (0...60).contains(time[2])
        else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar.date(
            from: DateComponents(
                year: year, month: month + 1, day: day, hour: time[0], minute: time[1], second: time[2]))
    }
}

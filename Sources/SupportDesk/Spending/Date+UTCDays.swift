package import FoundationEssentials

extension Date {
    /// Midnight UTC, at which its day began.
    package var startOfUTCDay: Date {
        Date(timeIntervalSince1970: (timeIntervalSince1970 / 86_400).rounded(.down) * 86_400)
    }

    /// Midnight UTC of the first day of its month.
    package var startOfUTCMonth: Date {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let day = calendar.component(.day, from: self)
        return startOfUTCDay.addingTimeInterval(-86_400 * Double(day - 1))
    }
}

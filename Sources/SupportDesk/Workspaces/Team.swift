/// People who take over.
package struct Team: Equatable, Codable, Sendable {
    package let id: String
    /// As a customer reads it in a sentence: `our billing team`.
    package let name: String
    package let email: String?
    package let hours: WorkingHours

    package init(id: String, name: String, email: String? = nil, hours: WorkingHours = .office) {
        self.id = id
        self.name = name
        self.email = email
        self.hours = hours
    }

    package static let support = Team(id: "support", name: "our support team")
}

/// When people are there, in the workspace's time zone.
package struct WorkingHours: Equatable, Codable, Sendable {
    /// Minutes of the day at which work starts and ends: 0 ≤ start < end ≤ 1440.
    package let minutes: Range<Int>
    /// Never empty.
    package let days: Set<Weekday>

    package init(days: Set<Weekday>, minutes: Range<Int>) {
        self.days = days
        self.minutes = minutes
    }

    /// Monday to Friday, 09:00 to 17:00.
    package static let office = WorkingHours(
        days: [.monday, .tuesday, .wednesday, .thursday, .friday], minutes: 9 * 60..<17 * 60)
    package static let always = WorkingHours(days: Set(Weekday.allCases), minutes: 0..<24 * 60)
}

package enum Weekday: String, Codable, Sendable, CaseIterable {
    case monday, tuesday, wednesday, thursday, friday, saturday, sunday
}

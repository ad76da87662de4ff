package import FoundationEssentials

/// By when somebody answers, honestly.
package struct AnswerTime: Equatable, Codable, Sendable {
    package let latest: Date
    /// Fit for "a person will answer …": `within 2 hours`, `by Monday 10:00 UTC`.
    package let words: String
}

extension AnswerTime {
    /// The answer time of a team that takes `hours` of its working time.
    ///
    /// It is said as a span while the team works on without a break, and as a day and a time, rounded up to half an hour
    /// of the workspace's clock, when nights or weekends lie between.
    package init(
        workingHours hours: Int, of team: Team, in workspace: Workspace, on channel: Channel, language: String? = nil,
        at now: Date
    ) {
        let zone = workspace.zone
        let exact = team.hours.date(after: now, working: Double(hours) * 3_600, in: zone)
        if exact.timeIntervalSince(now) <= Double(hours) * 3_600 + 1, hours <= 12 {
            latest = exact
            words = workspace.phrases.text(
                hours <= 1 ? .answerWithinHour : .answerWithinHours, on: channel, language: language,
                [.hours: "\(hours)"])
            return
        }
        var time = zone.localTime(at: exact)
        if zone.date(of: time) < exact { time.minute += 1 }
        time.minute = (time.minute + 29) / 30 * 30
        latest = zone.date(of: time)
        // Work may end at midnight, which clocks show as the next day's start.
        time = zone.localTime(at: latest)
        let isNear = time.day - zone.localTime(at: now).day < 7
        let weekday = Phrases.Key.weekday(time.weekday)
        words = workspace.phrases.text(
            isNear ? .answerByTime : .answerByDate, on: channel, language: language,
            [
                .day: workspace.phrases.text(weekday, on: channel, language: language), .date: time.date,
                .time: "\(time.clock) \(zone.abbreviation(at: latest))",
            ])
    }
}

extension WorkingHours {
    /// The instant by which this much working time has passed since `start`.
    package func date(after start: Date, working seconds: Double, in zone: ZoneRules) -> Date {
        var remaining = seconds
        var day = zone.localTime(at: start).day
        while true {
            if days.contains(LocalTime(day: day, minute: 0).weekday) {
                let opens = max(start, zone.date(of: LocalTime(day: day, minute: minutes.lowerBound)))
                let closes = zone.date(of: LocalTime(day: day, minute: minutes.upperBound))
                let available = closes.timeIntervalSince(opens)
                if remaining <= available { return opens + max(0, remaining) }
                remaining -= max(0, available)
            }
            day += 1
        }
    }
}

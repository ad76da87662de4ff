/// When a customer may expect an answer, said from what was measured.
package enum ResponseEstimate {
    /// Words for the wait that nine of ten recent messages stayed below. Without twenty measured answers the desk
    /// promises no more than minutes.
    package static func words(recentWaits: [Duration]) -> String {
        guard recentWaits.count >= 20 else { return "within a few minutes" }
        let sorted = recentWaits.sorted()
        let wait = sorted[min(sorted.count - 1, sorted.count * 9 / 10)]
        switch wait {
        case ..<Duration.seconds(5): return "within a few seconds"
        case ..<Duration.seconds(60): return "within a minute"
        case ..<Duration.seconds(600): return "within \((wait.components.seconds + 59) / 60) minutes"
        case ..<Duration.seconds(3600): return "within an hour"
        case ..<Duration.seconds(86400): return "within \((wait.components.seconds + 3599) / 3600) hours"
        default: return "within \((wait.components.seconds + 86399) / 86400) days"
        }
    }
}

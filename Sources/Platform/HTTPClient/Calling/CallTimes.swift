/// When a call gives up, in the loop's nanoseconds.
struct CallTimes {
    var started = 0
    /// The last octet in either direction.
    var lastActivity = 0
    /// Of the request's body, when it was last looked at.
    var sent: Int = 0
    var deadline: Int?
    /// It has a connection, and its request is on its way.
    var isOnWire = false

    init() {}

    init(_ limits: HTTPRequest.Limits, now: Int) {
        started = now
        lastActivity = now
        deadline = limits.deadline.map { now + Self.nanoseconds(ContinuousClock.now.duration(to: $0)) }
    }

    func exceeded(_ limits: HTTPRequest.Limits, now: Int) -> HTTPError.Limit? {
        if let deadline, deadline <= now { return .deadline }
        if isOnWire { return now - lastActivity >= Self.nanoseconds(limits.idleTimeout) ? .idle : nil }
        return now - started >= Self.nanoseconds(limits.connectTimeout) ? .connect : nil
    }

    /// Bounded to a century, so that sums don't overflow.
    static func nanoseconds(_ duration: Duration) -> Int {
        let bounded = max(min(duration, .seconds(3_000_000_000)), .seconds(-3_000_000_000))
        let (seconds, attoseconds) = bounded.components
        return Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
    }
}

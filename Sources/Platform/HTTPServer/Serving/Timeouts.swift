/// The configuration's durations in nanoseconds, as the loops compare them.
struct Timeouts {
    let head: Int
    let idle: Int
    let linger: Int
    let eventKeepAlive: Int
    let drainIdleGrace: Int
    private let body: Int
    private let write: Int
    private let nanosecondsPerByte: Int

    init(_ configuration: ServerConfiguration) {
        head = Self.nanoseconds(configuration.headTimeout)
        idle = Self.nanoseconds(configuration.idleTimeout)
        linger = Self.nanoseconds(configuration.lingerTimeout)
        eventKeepAlive = Self.nanoseconds(configuration.eventKeepAlive)
        drainIdleGrace = Self.nanoseconds(configuration.drainIdleGrace)
        body = Self.nanoseconds(configuration.bodyTimeout)
        write = Self.nanoseconds(configuration.writeTimeout)
        nanosecondsPerByte = 1_000_000_000 / max(1, configuration.minBytesPerSecond)
    }

    func bodyPace(from now: Int) -> Pace {
        Pace(start: now, allowance: body, nanosecondsPerByte: nanosecondsPerByte)
    }

    func writePace(from now: Int) -> Pace {
        Pace(start: now, allowance: write, nanosecondsPerByte: nanosecondsPerByte)
    }

    static func nanoseconds(_ duration: Duration) -> Int {
        let (seconds, attoseconds) = duration.components
        return Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
    }
}

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

/// The slowest that a transfer may go: an allowance, and then so much time for every octet. A peer that drips gains
/// less time by each octet than it spends.
struct Pace {
    let start: Int
    let allowance: Int
    let nanosecondsPerByte: Int
    private(set) var bytes = 0

    init(start: Int, allowance: Int, nanosecondsPerByte: Int) {
        self.start = start
        self.allowance = allowance
        self.nanosecondsPerByte = nanosecondsPerByte
    }

    mutating func advance(by count: Int) {
        bytes += count
    }

    var deadline: Int {
        start + allowance + bytes * nanosecondsPerByte
    }
}

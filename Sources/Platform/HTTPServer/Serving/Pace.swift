/// The slowest that a transfer may go: an allowance, and then so much time for every octet. A peer that drips gains
/// less time by each octet than it spends, and one that stops after a burst has the allowance only.
struct Pace {
    private let start: Int
    private let allowance: Int
    private let nanosecondsPerByte: Int
    private var bytes = 0
    private var lastProgress: Int

    /// All times in nanoseconds.
    init(start: Int, allowance: Int, nanosecondsPerByte: Int) {
        self.start = start
        self.allowance = allowance
        self.nanosecondsPerByte = nanosecondsPerByte
        lastProgress = start
    }

    mutating func advance(by count: Int, at now: Int) {
        guard count > 0 else { return }
        bytes += count
        lastProgress = now
    }

    var deadline: Int {
        min(start + allowance + bytes * nanosecondsPerByte, lastProgress + allowance)
    }
}

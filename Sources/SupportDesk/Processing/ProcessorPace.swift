/// What a processor does next, decided from how many runs are on their way and what the queue last said.
struct ProcessorPace: Equatable, Sendable {
    enum Step: Equatable, Sendable {
        case claim(upTo: Int)
        /// Nothing runs: the moment for a message that may take the process down.
        case claimSuspect
        case wait
        /// Drained, and nothing runs.
        case finished
    }

    var isDraining = false
    /// Claims that could not be ended because the database was away.
    var stranded: Set<Claim> = []
    private var running = 0
    private var mayHaveWork = true
    private var hasSuspects = false
    /// A suspect had its turn: others come first before the next.
    private var owesOthers = false

    mutating func next(width: Int) -> Step {
        if isDraining { return running == 0 ? .finished : .wait }
        if hasSuspects, !owesOthers { return running == 0 ? .claimSuspect : .wait }
        guard mayHaveWork, running < width else { return .wait }
        // From here on a wake-up counts again: it may tell of what comes after the queue is looked at.
        mayHaveWork = false
        return .claim(upTo: width - running)
    }

    mutating func claimed(_ count: Int, of limit: Int, hasSuspects: Bool) {
        running += count
        if count == limit { mayHaveWork = true }
        self.hasSuspects = hasSuspects
        owesOthers = false
    }

    mutating func claimFailed() {
        // The next wake-up or heartbeat tries again; nothing spins on a database that is away.
        hasSuspects = false
    }

    mutating func finishedRun() {
        running -= 1
        // A finished conversation may have more, and room was made for others.
        mayHaveWork = true
    }

    mutating func suspectDone() {
        owesOthers = true
        mayHaveWork = true
    }

    mutating func woken() { mayHaveWork = true }
}

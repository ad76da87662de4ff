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
    /// What runs are on.
    private(set) var conversations: Set<ID<Conversation>> = []
    /// A claim failed, and may have been stored all the same: nobody would run what it holds.
    private(set) var mayHoldUnknown = false
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

    mutating func claimed(_ claimed: [ID<Conversation>], of limit: Int, hasSuspects: Bool) {
        running += claimed.count
        conversations.formUnion(claimed)
        if claimed.count == limit { mayHaveWork = true }
        self.hasSuspects = hasSuspects
        owesOthers = false
    }

    mutating func claimFailed() {
        // The next wake-up or heartbeat tries again; nothing spins on a database that is away.
        hasSuspects = false
        mayHoldUnknown = true
    }

    /// What was held unknown is free again.
    mutating func releasedUnknown() { mayHoldUnknown = false }

    mutating func finishedRun(_ conversation: ID<Conversation>) {
        running -= 1
        conversations.remove(conversation)
        // A finished conversation may have more, and room was made for others.
        mayHaveWork = true
    }

    mutating func suspectDone() {
        owesOthers = true
        mayHaveWork = true
    }

    mutating func woken() { mayHaveWork = true }
}

package import FoundationEssentials

/// Conversations with work, claimed one worker at a time. Rows are the truth; a wake-up only says "look again".
package protocol WorkQueue: Sendable {
    /// Claims up to `limit` conversations whose time has come: urgent ones ahead of others by at most a minute,
    /// otherwise the longest waiting first. Messages that were cut off by two crashes are left out.
    func claim(upTo limit: Int, for worker: WorkerID) async throws -> ClaimRound

    /// Claims one conversation whose message was cut off by two crashes, to be run with nothing beside it.
    func claimSuspect(for worker: WorkerID) async throws -> ClaimedWork?

    /// Stores all that a run caused, in one transaction, and releases the claim.
    /// - Throws: `ClaimLost` when the epoch was raised meanwhile; nothing was written.
    func commit(_ outcome: RunOutcome, under claim: Claim) async throws

    /// Notes a failed try of the covered messages and releases the claim: they are due again at `retryAt`.
    func retryLater(_ covered: [ID<Inbound>], at retryAt: Date, cause: FailureCause, under claim: Claim) async throws

    /// Puts the claim back untouched: a drain, or an outage that is no fault of the messages.
    func release(_ claim: Claim) async throws

    /// Gives back what a worker holds and doesn't know of: it was claimed in a transaction whose end was never told, so
    /// nobody runs it, and nobody else may.
    ///
    /// - Parameter known: the conversations that the worker's runs are on.
    /// - Returns: how many conversations were freed.
    func releaseUnknown(of worker: WorkerID, except known: Set<ID<Conversation>>) async throws -> Int

    /// Gives up on one message: dead letter with its cause, an apology to the customer, a human asked.
    func deadLetter(_ failed: DeadLetterRecord, under claim: Claim) async throws

    /// Says that this worker lives, and takes from dead ones (no sign for 10 s) what they held.
    /// - Returns: how many conversations were freed.
    func heartbeat(of worker: WorkerID) async throws -> Int

    /// Ends this worker's row; a claim it could not release before is free again.
    func retire(_ worker: WorkerID) async throws

    /// Makes claimable what has waited for more than a minute although nobody holds it. Nothing should; rows are the
    /// truth, so a lost one is found here. Ends journals whose run was answered otherwise.
    func sweep() async throws -> Int
}

/// What a look at the queue found.
package struct ClaimRound: Sendable {
    package let work: [ClaimedWork]
    /// Messages that were cut off by two crashes wait for a process to be theirs alone.
    package let hasSuspects: Bool

    package init(work: [ClaimedWork], hasSuspects: Bool) {
        self.work = work
        self.hasSuspects = hasSuspects
    }
}

/// The epoch was raised while a run was on its way: a teammate took over, or the worker was thought dead.
package struct ClaimLost: Error, Equatable {
    package init() {}
}

/// What went wrong, as it is stored and shown to staff. Never carries a customer's words.
package struct FailureCause: Equatable, Sendable {
    /// A fixed word: `run_failed`, `deadline`, `crash` …
    package let kind: String
    package let detail: String

    package init(kind: String, detail: String) {
        self.kind = kind
        self.detail = detail
    }
}

/// One message the desk gives up on.
package struct DeadLetterRecord: Sendable {
    package let inbound: ID<Inbound>
    package let cause: FailureCause
    /// What the customer is told, in the words of the workspace.
    package let apology: String
    package let team: String

    package init(inbound: ID<Inbound>, cause: FailureCause, apology: String, team: String) {
        self.inbound = inbound
        self.cause = cause
        self.apology = apology
        self.team = team
    }
}

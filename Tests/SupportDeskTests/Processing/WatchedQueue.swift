import FoundationEssentials
import SupportDesk
import TestSupport

/// A queue whose acts a test can wait for, and whose database can go away.
final class WatchedQueue: WorkQueue {
    enum Act: Hashable {
        case claimed, claimedAlone, committed, retried, released, releasedUnknown, deadLettered, lost, beat, swept,
            retired
        case failed
    }

    struct Away: Error {}

    private let queue: any WorkQueue
    private let acts = Milestones<Act>()
    private let away = Box(false)
    private let losesClaims = Box(false)

    init(_ queue: any WorkQueue) { self.queue = queue }

    /// While true every act fails.
    var isAway: Bool {
        get { away.value }
        set { away.value = newValue }
    }

    /// While true a claim is stored, and its caller told that it failed.
    var losesClaimsAnswers: Bool {
        get { losesClaims.value }
        set { losesClaims.value = newValue }
    }

    func count(of act: Act) -> Int { acts.count(of: act) }

    /// Returns once an act has happened so often since the start.
    func reached(_ act: Act, _ count: Int = 1) async throws { try await acts.reached(act, count) }

    private func watch<Value>(_ act: Act, _ body: () async throws -> Value) async throws -> Value {
        do {
            if isAway { throw Away() }
            let value = try await body()
            acts.note(act)
            return value
        } catch {
            acts.note(error is ClaimLost ? .lost : .failed)
            throw error
        }
    }

    // MARK: WorkQueue

    func claim(upTo limit: Int, for worker: WorkerID) async throws -> ClaimRound {
        try await watch(.claimed) {
            let round = try await queue.claim(upTo: limit, for: worker)
            if losesClaimsAnswers, !round.work.isEmpty { throw Away() }
            return round
        }
    }

    func claimSuspect(for worker: WorkerID) async throws -> ClaimedWork? {
        try await watch(.claimedAlone) { try await queue.claimSuspect(for: worker) }
    }

    func releaseUnknown(of worker: WorkerID, except known: Set<ID<Conversation>>) async throws -> Int {
        try await watch(.releasedUnknown) { try await queue.releaseUnknown(of: worker, except: known) }
    }

    func commit(_ outcome: RunOutcome, under claim: Claim) async throws {
        try await watch(.committed) { try await queue.commit(outcome, under: claim) }
    }

    func retryLater(_ covered: [ID<Inbound>], at retryAt: Date, cause: FailureCause, under claim: Claim) async throws {
        try await watch(.retried) { try await queue.retryLater(covered, at: retryAt, cause: cause, under: claim) }
    }

    func release(_ claim: Claim) async throws { try await watch(.released) { try await queue.release(claim) } }

    func deadLetter(_ failed: DeadLetterRecord, under claim: Claim) async throws {
        try await watch(.deadLettered) { try await queue.deadLetter(failed, under: claim) }
    }

    func heartbeat(of worker: WorkerID) async throws -> Int {
        try await watch(.beat) { try await queue.heartbeat(of: worker) }
    }

    func retire(_ worker: WorkerID) async throws { try await watch(.retired) { try await queue.retire(worker) } }

    func sweep() async throws -> Int { try await watch(.swept) { try await queue.sweep() } }
}

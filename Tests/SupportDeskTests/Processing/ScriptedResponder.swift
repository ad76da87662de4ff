import SupportDesk
import Synchronization
import TestSupport

/// A responder whose runs a test begins, holds and ends.
final class ScriptedResponder: Responder {
    struct Broken: Error {}

    private enum Moment { case begun }

    private struct State {
        /// What each run was given, in the order they began.
        var batches: [[String]] = []
        var running = 0
        var mostAtOnce = 0
        var isHolding = false
        var held: [Int: CheckedContinuation<Void, any Error>] = [:]
    }

    private let state = Mutex(State())
    private let moments = Milestones<Moment>()
    private let isBroken: @Sendable ([String]) -> Bool
    private let meanwhile: @Sendable (ClaimedWork) async throws -> Void

    /// - Parameters:
    ///   - isBroken: whether the run of these messages fails.
    ///   - meanwhile: happens during each run.
    init(
        isBroken: @escaping @Sendable ([String]) -> Bool = { _ in false },
        meanwhile: @escaping @Sendable (ClaimedWork) async throws -> Void = { _ in }
    ) {
        self.isBroken = isBroken
        self.meanwhile = meanwhile
    }

    var batches: [[String]] { state.withLock(\.batches) }
    var mostAtOnce: Int { state.withLock(\.mostAtOnce) }

    /// Runs stand still from now on, until `letGo`.
    func hold() { state.withLock { $0.isHolding = true } }

    /// - Parameter holdingLater: runs that begin from now on stand still.
    func letGo(holdingLater: Bool = false) {
        let held = state.withLock { state in
            state.isHolding = holdingLater
            defer { state.held = [:] }
            return state.held
        }
        for continuation in held.values { continuation.resume() }
    }

    /// Returns once so many runs have begun since the start.
    func begun(_ count: Int) async throws { try await moments.reached(.begun, count) }

    func respond(to work: ClaimedWork, covering batch: [PendingMessage]) async throws -> RunOutcome {
        let texts = batch.map(\.message.content)
        let number = state.withLock { state in
            state.batches.append(texts)
            state.running += 1
            state.mostAtOnce = max(state.mostAtOnce, state.running)
            return state.batches.count
        }
        defer { state.withLock { $0.running -= 1 } }
        moments.note(.begun)
        try await waitWhileHeld(number)
        try await meanwhile(work)
        if isBroken(texts) { throw Broken() }
        return .sample(answering: work, covering: batch)
    }

    private func waitWhileHeld(_ number: Int) async throws {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let goesOn = state.withLock { state in
                    guard state.isHolding, !Task.isCancelled else { return true }
                    state.held[number] = continuation
                    return false
                }
                if goesOn { continuation.resume() }
            }
            try Task.checkCancellation()
        } onCancel: {
            state.withLock { $0.held.removeValue(forKey: number) }?.resume(throwing: CancellationError())
        }
    }

    func apology(for work: ClaimedWork) async -> (text: String, team: String) { ("We're sorry.", "support") }
}

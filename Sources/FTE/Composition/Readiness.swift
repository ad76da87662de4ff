import SupportDesk
import Synchronization

/// Whether this process would accept and process work. The database is asked every two seconds at most, and one that
/// gives no answer is away.
final class Readiness: Sendable {
    private let isDatabaseThere: @Sendable () async throws -> Void
    private let hasKnowledge: @Sendable () -> Bool
    private let patience: Duration
    private let isStopping = Mutex(false)
    private let lastCheck = Mutex<(at: ContinuousClock.Instant, isGood: Bool)?>(nil)

    init(
        isDatabaseThere: @escaping @Sendable () async throws -> Void, hasKnowledge: @escaping @Sendable () -> Bool,
        patience: Duration = .seconds(2)
    ) {
        self.isDatabaseThere = isDatabaseThere
        self.hasKnowledge = hasKnowledge
        self.patience = patience
    }

    /// Load balancers stop sending from here on.
    func stop() { isStopping.withLock { $0 = true } }

    func isReady() async -> Bool {
        guard !isStopping.withLock({ $0 }), hasKnowledge() else { return false }
        let known = lastCheck.withLock { last -> Bool? in
            if let last, .now - last.at < .seconds(2) { return last.isGood }
            // Whoever asks meanwhile is told what was so before.
            if let before = last?.isGood { last = (.now, before) }
            return nil
        }
        if let known { return known }
        let isGood = await isDatabaseGood()
        lastCheck.withLock { $0 = (.now, isGood) }
        return isGood
    }

    /// A transaction waits long for a server that is away, so the first of two answers counts.
    private func isDatabaseGood() async -> Bool {
        let (answers, answer) = AsyncStream.makeStream(of: Bool.self)
        let asking = Task {
            do {
                try await isDatabaseThere()
                answer.yield(true)
            } catch { answer.yield(false) }
        }
        let waiting = Task {
            try await Task.sleep(for: patience)
            answer.yield(false)
        }
        defer {
            asking.cancel()
            waiting.cancel()
        }
        for await isGood in answers { return isGood }
        return false
    }
}

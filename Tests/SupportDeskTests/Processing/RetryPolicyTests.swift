import FoundationEssentials
import SupportDesk
import Testing

@Suite struct RetryPolicyTests {
    private let policy = RetryPolicy()
    private let noon = Date(timeIntervalSince1970: 1_795_262_400)

    private func pending(_ seq: Int, tries: Int = 0, firstFailedAt: Date? = nil) -> PendingMessage {
        let id = UUID()
        return PendingMessage(
            inbound: ID(id),
            message: Message(
                id: ID(id), conversation: ID(id), seq: seq, channel: .webForm, direction: .inbound, role: .customer,
                content: "Hello", createdAt: noon, deliveryState: .delivered),
            subject: nil, category: nil, receivedAt: noon, tries: tries, firstFailedAt: firstFailedAt)
    }

    @Test(arguments: [(0, 1.0), (1, 2), (2, 4), (3, 8), (4, 16), (5, 20), (6, 20), (1000, 20)])
    func `delays double up to twenty seconds`(tries: Int, delay: TimeInterval) {
        let batch = [pending(1, tries: tries, firstFailedAt: noon)]

        #expect(policy.step(afterFailureOf: batch, at: noon, jitter: 0.5) == .retry(at: noon + delay))
    }

    @Test(arguments: [(0.0, 0.75), (0.5, 1), (1, 1.25)])
    func `chance spreads a delay over half of it`(jitter: Double, delay: TimeInterval) {
        #expect(policy.step(afterFailureOf: [pending(1)], at: noon, jitter: jitter) == .retry(at: noon + delay))
    }

    @Test func `messages run together for a minute after their first failure, then one by one`() {
        let failed = [pending(1, tries: 3, firstFailedAt: noon), pending(2)]

        #expect(policy.batch(failed, at: noon + 59.9).map(\.message.seq) == [1, 2])
        #expect(policy.batch(failed, at: noon + 60).map(\.message.seq) == [1])
    }

    @Test func `a failed batch is never given up, a message that failed alone after a minute is`() {
        let both = [pending(1, firstFailedAt: noon), pending(2, firstFailedAt: noon)]

        let together = policy.step(afterFailureOf: both, at: noon + 90, jitter: 0.5)
        let early = policy.step(afterFailureOf: [both[0]], at: noon + 59, jitter: 0.5)
        let alone = policy.step(afterFailureOf: [both[0]], at: noon + 60, jitter: 0.5)

        #expect(together == .retry(at: noon + 91))
        #expect(early == .retry(at: noon + 60))
        #expect(alone == .giveUp)
    }

    @Test func `a message that has not failed yet has patience of its own`() {
        let fresh = pending(3)

        #expect(policy.batch([fresh], at: noon + 500).count == 1)
        #expect(policy.step(afterFailureOf: [fresh], at: noon + 500, jitter: 0.5) == .retry(at: noon + 501))
    }
}

import Storage
import SupportDesk
import TestSupport
import Testing

extension TestDesk {
    /// All that a desk does again and again.
    func liveThroughADay() async throws {
        let receipt = try await submit()
        try await submit()
        try await submit(.sample(key: "another"))
        try await answerNext()
        _ = try await claimNext()
        try await reply(to: receipt.link)
        _ = try await queue.claimSuspect(for: .sample(1))
        let work = try #require(try await claimNext())
        try await queue.retryLater(
            work.pending.map(\.inbound), at: time.now, cause: .sample, under: work.claim)
        try await deadLetterNext()
        let letter = try #require(try await deadLetters.deadLetters(limit: 10).first)
        _ = try await deadLetters.replay(letter.id, by: "kim")
        let again = try #require(try await claimNext())
        try await queue.release(again.claim)
        let last = try #require(try await claimNext())
        try await askModel(under: last.claim)
        var outcome = RunOutcome.sample(answering: last, escalation: .sample(desk.ids.new()))
        outcome.isJournaled = true
        try await queue.commit(outcome, under: last.claim)
        try await teammates.take(receipt.ticket, by: "kim")
        try await teammates.reply(to: receipt.ticket, by: "kim", content: "Done.")
        try await teammates.giveBack(receipt.ticket, by: "kim")
        try await teammates.resolve(receipt.ticket, by: "kim", notes: nil)
        _ = try await teammates.ticket(named: receipt.reference.text)
        _ = try await teammates.tickets(TicketFilter(), limit: 10)
        _ = try await pages.ticket(at: receipt.link)
        _ = try await pages.lastChanges(of: [receipt.link])
        _ = try await records.conversation(receipt.conversation)
        _ = try await records.customer(with: .email(#require(EmailAddress("ana@example.com"))))
        _ = try await records.customer(with: .phone(#require(PhoneNumber("+441632960961"))))
        _ = try await runs.traces(of: receipt.conversation.description, limit: 10)
        for message in try await records.conversation(receipt.conversation)?.messages ?? [] {
            _ = try await runs.receipt(of: message.id.description)
        }
        _ = try await runs.receipt(of: receipt.reference.text)
        _ = try await figures.channels(since: time.now)
        _ = try await figures.recentWaits(limit: 10)
        _ = try await keys.key(withDigest: "aa")
        time.advance(by: 11)
        _ = try await queue.heartbeat(of: .sample(2))
        _ = try await queue.sweep()
        try await queue.retire(.sample(2))
        let end = time.now
        time.advance(by: 1)
        _ = try await retention.conversations(quietSince: end, after: nil, limit: 10)
        _ = try await retention.delete([receipt.conversation], quietSince: time.now)
        for kind in AgingRecord.allCases { _ = try await retention.delete(kind, before: end, limit: 10) }
    }

    /// A call of a model within a budget, and its steps.
    private func askModel(under claim: Claim) async throws {
        _ = try await journals.steps(under: claim)
        try await journals.append([.step("started")], under: claim)
        try await journals.discard(under: claim)
        let decision = try await spending.reserve(
            microUSD: 100, for: claim.conversation, within: SpendingLimits(conversation: 100, month: 1000),
            lasting: .seconds(60))
        guard case .reserved(let reservation) = decision else { return }
        try await spending.settle(reservation, .sample(on: claim.conversation))
        try await journals.append([.step("started"), .step("answered")], under: claim)
        _ = try await spending.spending(since: time.now)
        _ = try await spending.spending(on: claim.conversation)
    }
}

import FoundationEssentials
import Storage
import SupportDesk
import TestServers
import TestSupport
import Testing

/// Deletion beside a customer who writes at that moment, at every statement of either.
@Suite(.timeLimit(.minutes(5))) struct RetentionInterleavingTests {
    private let receipt = Box<IntakeReceipt?>(nil)
    private let isUnknown = Box(false)

    @Test(arguments: TestServer.all)
    func `a reply beside deletion keeps the conversation, or finds no ticket`(server: TestServer) async throws {
        let reply: @Sendable (TestDesk) async throws -> Void = { [receipt, isUnknown] desk in
            do { _ = try await desk.reply(to: receipt.value!.link) } catch IntakeError.unknownTicket {
                isUnknown.value = true
            }
        }
        let check: (TestDesk) async throws -> Void = { [isUnknown] desk in
            let isGone = isUnknown.value
            isUnknown.value = false
            #expect(try await desk.number("SELECT count(*) FROM conversations") == (isGone ? 0 : 1))
            #expect(try await desk.number("SELECT count(*) FROM customers") == (isGone ? 0 : 1))
            #expect(try await desk.number("SELECT count(*) FROM messages") == (isGone ? 0 : 3))
            let next = try await desk.claimNext()
            #expect((next == nil) == isGone)
        }
        try await withEveryInterleaving(
            on: server, preparing: prepare, first: delete, second: reply, afterwards: check)
        try await withEveryInterleaving(
            on: server, preparing: prepare, first: reply, second: delete, afterwards: check)
    }

    @Test(arguments: TestServer.all)
    func `a new message of the same address beside deletion is taken in`(server: TestServer) async throws {
        let submit: @Sendable (TestDesk) async throws -> Void = { try await $0.submit(.sample(key: "new")) }
        let check: (TestDesk) async throws -> Void = { desk in
            #expect(try await desk.number("SELECT count(*) FROM customers") == 1)
            let next = try #require(try await desk.claimNext())
            #expect(next.customer.email == "ana@example.com")
        }
        try await withEveryInterleaving(
            on: server, preparing: prepare, first: delete, second: submit, afterwards: check)
        try await withEveryInterleaving(
            on: server, preparing: prepare, first: submit, second: delete, afterwards: check)
    }

    @Test(arguments: TestServer.all)
    func `two processes that delete never fail, and leave nothing after both`(server: TestServer) async throws {
        let delete: @Sendable (TestDesk) async throws -> Void = { desk in
            do { try await self.delete(desk) } catch is RetentionBusy {}
        }
        try await withEveryInterleaving(
            on: server, preparing: prepare, first: delete, second: delete,
            afterwards: { desk in
                let left = try await desk.number("SELECT count(*) FROM conversations")
                #expect(left == 0)
            })
    }

    @Sendable private func prepare(_ desk: TestDesk) async throws {
        receipt.value = try await desk.submit()
        try await desk.answerNext()
        desk.time.advance(by: 91 * 86_400)
    }

    @Sendable private func delete(_ desk: TestDesk) async throws {
        let end = desk.time.now.addingTimeInterval(-90 * 86_400)
        let (found, _) = try await desk.retention.conversations(quietSince: end, after: nil, limit: 10)
        _ = try await desk.retention.delete(found, quietSince: end)
    }
}

import FoundationEssentials
import HTTPServer
import SupportDesk
import Telemetry
import TestSupport
import Testing

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(5))) struct LiveTicketTests {
    @Test func `a page learns of its ticket's changes and of no other's`() async throws {
        let first = TicketLink(UUID())
        let second = TicketLink(UUID())
        let tickets = ChangingTickets()
        let (wakeUps, wake) = AsyncStream<Void>.makeStream()
        let live = LiveTickets(
            tickets: tickets, wakeUps: Stream(stream: wakeUps), logger: .silent, pause: { await Task.yield() })
        var changes = try live.changes(of: first).makeAsyncIterator()
        var others = try live.changes(of: second).makeAsyncIterator()
        let run = Task { await live.run() }

        tickets.change([first: noon])
        wake.yield()
        let one = await changes.next()
        tickets.change([first: noon, second: noon + 2])
        wake.yield()
        let other = await others.next()
        tickets.change([first: noon + 3, second: noon + 2])
        wake.yield()
        let two = await changes.next()

        #expect(one == noon)
        #expect(other == noon + 2)
        #expect(two == noon + 3, "an unchanged ticket is told of once")
        wake.finish()
        await run.value
    }

    @Test func `a look that fails is made up for by the next`() async throws {
        let link = TicketLink(UUID())
        let tickets = ChangingTickets()
        let (wakeUps, wake) = AsyncStream<Void>.makeStream()
        let live = LiveTickets(tickets: tickets, wakeUps: Stream(stream: wakeUps), logger: .silent, pause: {})
        var changes = try live.changes(of: link).makeAsyncIterator()
        tickets.change(nil)
        let run = Task { await live.run() }
        wake.yield()
        await tickets.asked(1)

        tickets.change([link: noon])
        wake.yield()

        #expect(await changes.next() == noon)
        wake.finish()
        await run.value
    }

    @Test func `pages past the limit are asked to come back, and those that go make room`() throws {
        let live = LiveTickets(tickets: ChangingTickets(), wakeUps: NoWakeUps(), logger: .silent)
        let link = TicketLink(UUID())
        var open: [AsyncStream<Date>] = []
        for _ in 0..<5000 { open.append(try live.changes(of: link)) }

        let refusal = #expect(throws: Problem.self) { try live.changes(of: link) }
        open.removeLast()

        #expect(refusal?.status.code == 503)
        #expect(refusal?.headers["Retry-After"] == "30")
        _ = try live.changes(of: link)
    }
}

private struct Stream: WakeUps {
    let stream: AsyncStream<Void>
    func wakeUps() -> AsyncStream<Void> { stream }
}

/// Tickets whose last changes a test sets; `nil` makes reading fail.
private final class ChangingTickets: TicketPages {
    private struct Unreadable: Error {}

    private let changes = Box<[TicketLink: Date]?>([:])
    private let (asks, ask) = AsyncStream<Void>.makeStream()

    func change(_ changes: [TicketLink: Date]?) { self.changes.value = changes }

    /// Returns once the changes were asked for so often.
    func asked(_ count: Int) async {
        var left = count
        for await _ in asks {
            left -= 1
            if left == 0 { return }
        }
    }

    func ticket(at link: TicketLink) async throws -> TicketView? { nil }

    func lastChanges(of links: [TicketLink]) async throws -> [TicketLink: Date] {
        ask.yield()
        guard let changes = changes.value else { throw Unreadable() }
        return changes.filter { links.contains($0.key) }
    }
}

import FoundationEssentials
package import SupportDesk
import Synchronization
package import Telemetry

/// Tells open ticket pages that their ticket changed, in this process or another.
///
/// Changes are looked for once a wake-up, for all watched tickets together, at most twenty times a second.
package final class LiveTickets: Sendable {
    /// Streams that may be open at once.
    private static let limit = 5000

    private let tickets: any TicketPages
    private let wakeUps: any WakeUps
    private let pause: @Sendable () async throws -> Void
    private let reading: RecurringFailure
    private let watchers = Mutex(Watchers())

    private struct Watchers {
        var next = 0
        var byID: [Int: (link: TicketLink, continuation: AsyncStream<Date>.Continuation)] = [:]
        var seen: [TicketLink: Date] = [:]
    }

    package init(
        tickets: any TicketPages, wakeUps: any WakeUps, logger: Logger,
        pause: @escaping @Sendable () async throws -> Void = { try await Task.sleep(for: .milliseconds(50)) }
    ) {
        self.tickets = tickets
        self.wakeUps = wakeUps
        reading = RecurringFailure(
            "Changed tickets could not be read", over: "Changed tickets are read again", level: .warning,
            logger: logger)
        self.pause = pause
    }

    /// The times of the ticket's changes from now on, the newest alone where the reader is slow.
    func changes(of link: TicketLink) throws(Problem) -> AsyncStream<Date> {
        let (stream, continuation) = AsyncStream<Date>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let id: Int? = watchers.withLock { watchers in
            guard watchers.byID.count < Self.limit else { return nil }
            watchers.next += 1
            watchers.byID[watchers.next] = (link, continuation)
            return watchers.next
        }
        guard let id else {
            throw .unavailable(retryAfter: .seconds(30), "Too many pages are watching their tickets. Reload instead.")
        }
        continuation.onTermination = { [weak self] _ in self?.remove(id) }
        return stream
    }

    /// Passes changes on until the task is cancelled.
    package func run() async {
        for await _ in wakeUps.wakeUps() {
            do {
                try await tell()
                reading.succeeded()
                try await pause()
            } catch is CancellationError { return } catch {
                reading.failed(error)
            }
        }
    }

    private func tell() async throws {
        let links = watchers.withLock { Array(Set($0.byID.values.map(\.link))) }
        guard !links.isEmpty else { return }
        let changes = try await tickets.lastChanges(of: links)
        watchers.withLock { watchers in
            for (link, change) in changes where watchers.seen[link] != change {
                watchers.seen[link] = change
                for watcher in watchers.byID.values where watcher.link == link { watcher.continuation.yield(change) }
            }
        }
    }

    private func remove(_ id: Int) {
        watchers.withLock { watchers in
            guard let link = watchers.byID.removeValue(forKey: id)?.link else { return }
            if !watchers.byID.values.contains(where: { $0.link == link }) { watchers.seen[link] = nil }
        }
    }
}

import AgentRuntime
import LanguageModels
import Synchronization

/// A ledger in memory with one limit a group.
final class TestLedger: SpendingLedger {
    private let limit: Int
    private let scope: BudgetScope
    private let books = Mutex(Books())

    struct Books {
        var spent: [String: Int] = [:]
        var reserved: [String: SpendingReservation] = [:]
        var lastID = 0
    }

    struct Outage: Error {}

    init(limitMicroUSD: Int, scope: BudgetScope = .conversation) {
        limit = limitMicroUSD
        self.scope = scope
    }

    func spent(_ groupID: String) -> Int { books.withLock { $0.spent[groupID] ?? 0 } }
    var openReservations: Int { books.withLock { $0.reserved.count } }

    func reserve(
        _ estimate: Usage, of model: String, for groupID: String, lifetime: Duration
    ) async throws -> SpendingDecision {
        if groupID == "outage" { throw Outage() }
        return books.withLock { books in
            let reserved = books.reserved.values.filter { $0.groupID == groupID }
                .reduce(books.spent[groupID] ?? 0) { $0 + $1.estimate.costMicroUSD }
            guard reserved + estimate.costMicroUSD <= limit else { return .refused(scope) }
            books.lastID += 1
            let reservation = SpendingReservation(
                id: "\(books.lastID)", model: model, groupID: groupID, estimate: estimate)
            books.reserved[reservation.id] = reservation
            return .reserved(reservation)
        }
    }

    func settle(_ reservation: SpendingReservation, actual: Usage) async {
        books.withLock { books in
            books.reserved[reservation.id] = nil
            books.spent[reservation.groupID, default: 0] += actual.costMicroUSD
        }
    }
}

import SQL
import Storage
import SupportDesk
import TestServers
import TestSupport
import Testing

/// Two connections to PostgreSQL: the first stands still before one of its statements, while the second does its act, or
/// comes to a lock that the first holds. Once for every statement of the first, its commit included.
///
/// Whatever the order, the outcome is the one that `afterwards` expects.
func withEveryInterleaving(
    on server: TestServer, preparing: (TestDesk) async throws -> Void = { _ in },
    first: @escaping @Sendable (TestDesk) async throws -> Void,
    second: @escaping @Sendable (TestDesk) async throws -> Void,
    afterwards: (TestDesk) async throws -> Void
) async throws {
    var step = 0
    var hasReachedStep = true
    while hasReachedStep {
        let gate = StatementGate(step: step)
        var held = DeskSetting()
        held.changePostgres = { options in
            options.isPipelined = false
            options.onStatement = { _ in gate.pass() }
        }
        var other = DeskSetting()
        other.changePostgres = { $0.applicationName = "second" }
        try await DatabaseBackend.postgres(server).withTwoDesks(held, other) { one, two in
            try await preparing(two)
            gate.arm()
            async let firstEnd: Void = gate.ending { try await first(one) }
            hasReachedStep = try await gate.waitUntilReached()
            let secondEnd = Switch()
            async let secondAct: Void = secondEnd.ending { try await second(two) }
            if hasReachedStep {
                while !secondEnd.isOn, try await !two.waitsForLock() {}
            }
            gate.open()
            try await firstEnd
            try await secondAct
            try await afterwards(two)
        }
        step += 1
        try #require(step < 100, "an act of a hundred statements has lost its way")
    }
}

/// Holds a connection's thread before its n-th statement.
private final class StatementGate: Sendable {
    private enum Moment { case reached, ended }

    private let step: Int
    private let count = Box(-1)
    private let gate = Gate()
    private let moments = Milestones<Moment>()

    init(step: Int) { self.step = step }

    /// Counts statements from here on.
    func arm() { count.value = 0 }

    func pass() {
        let number = count.change { count -> Int? in
            guard count >= 0 else { return nil }
            defer { count += 1 }
            return count
        }
        guard number == step else { return }
        moments.note(.reached)
        gate.pass()
    }

    func ending(_ body: () async throws -> Void) async throws {
        defer { moments.note(.reached) }
        try await body()
        moments.note(.ended)
    }

    /// Returns whether the act has so many statements.
    func waitUntilReached() async throws -> Bool {
        try await moments.reached(.reached, 1)
        return moments.count(of: .ended) == 0
    }

    func open() {
        count.value = -1
        gate.open()
    }
}

extension Switch {
    /// Turned on once `body` has ended, however.
    fileprivate func ending(_ body: () async throws -> Void) async throws {
        defer { turnOn() }
        try await body()
    }
}

extension TestDesk {
    /// Whether a transaction of the second desk waits for somebody's lock.
    fileprivate func waitsForLock() async throws -> Bool {
        try await database.read { tx in
            try tx.row(
                """
                SELECT 1 FROM pg_stat_activity
                WHERE datname = current_database() AND application_name = 'second' AND wait_event_type = 'Lock'
                LIMIT 1
                """
            ) { _ in true } ?? false
        }
    }
}

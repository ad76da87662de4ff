import SQL
import Storage
import SupportDesk
import TestSupport
import Testing

/// Two processes on one file: the first stands still inside an act's transaction, at a named step, while the second
/// begins its own.
///
/// The second's act has the file's lock to wait for, so the first always wins; each pair of acts is run both ways round.
func withStandoff(
    at point: FaultPoint, preparing: (TestDesk) async throws -> Void = { _ in },
    first: @escaping @Sendable (TestDesk) async throws -> Void,
    second: @escaping @Sendable (TestDesk) async throws -> Void,
    afterwards: (TestDesk) async throws -> Void
) async throws {
    let gate = Gate()
    let isArmed = Switch()
    var setting = DeskSetting()
    setting.faults = Faults { if $0 == point, isArmed.turnOff() { gate.pass() } }
    try await DatabaseBackend.sqliteFile.withTwoDesks(setting, DeskSetting()) { one, two in
        try await preparing(one)
        isArmed.turnOn()
        async let winner: Void = first(one)
        try await gate.waitUntilEntered()
        async let loser: Void = second(two)
        let database = try #require(two.database as? SQLiteDatabase)
        let waits = database.statistics.busyWaits
        while database.statistics.busyWaits == waits, !Task.isCancelled { await Task.yield() }
        gate.open()
        try await winner
        try await loser
        try await afterwards(one)
    }
}

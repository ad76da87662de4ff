import Testing

@testable import SQL

@Suite struct PostgresOutcomeTests {
    @Test(
        arguments: [
            ("committed", true, PostgresOutcome.committed), ("aborted", true, .aborted),
            ("in progress", true, .inProgress), (nil, true, .unknown),
            // After a crash the number may have been given to another transaction.
            ("committed", false, .unknown), ("aborted", false, .aborted), ("in progress", false, .aborted),
            (nil, false, .unknown),
        ] as [(String?, Bool, PostgresOutcome)])
    func `what the server says of a number is believed as far as it is about ours`(
        status: String?, isSameHistory: Bool, outcome: PostgresOutcome
    ) {
        #expect(PostgresOutcome(status: status, isSameHistory: isSameHistory) == outcome)
    }
}

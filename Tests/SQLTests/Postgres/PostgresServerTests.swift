import Foundation
import TestServers
import Testing

@Suite struct PostgresServerTests {
    @Test func `PostgreSQL servers are there`() {
        guard TestServer.all.isEmpty else { return }
        if ProcessInfo.processInfo.environment["CI"] != nil {
            Issue.record("FTE_TEST_POSTGRES names no servers, and CI skips no tests")
        } else {
            print("Nothing was run against PostgreSQL: FTE_TEST_POSTGRES names no servers.")
        }
    }
}

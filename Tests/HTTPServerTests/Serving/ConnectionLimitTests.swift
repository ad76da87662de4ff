import Glibc
import Testing

@testable import HTTPServer

@Suite struct ConnectionLimitTests {
    @Test func `a connection too many is told 503`() async throws {
        try await ServerSetup(configure: { configuration in
            configuration.maxConnections = 3
        }).serve { server in
            let clients = try (0..<3).map { _ in try server.connect() }
            await server.events.until { $0.open == 3 }

            let late = try server.connect()
            #expect(try late.readResponse().status == 503)
            late.close()
            clients[0].close()
            await server.events.until { $0.open == 2 }

            #expect(try server.exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n").status == 200)
        }
    }

    @Test func `an address has its share, loopback by setting`() async throws {
        try await ServerSetup(configure: { configuration in
            configuration.maxConnectionsPerAddress = 2
            configuration.countsLoopbackPerAddress = true
        }).serve { server in
            let clients = try (0..<2).map { _ in try server.connect() }
            await server.events.until { $0.open == 2 }

            #expect(try server.exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n").status == 503)
            withExtendedLifetime(clients) {}
        }
        try await ServerSetup(configure: { configuration in
            configuration.maxConnectionsPerAddress = 2
        }).serve { server in
            let clients = try (0..<5).map { _ in try server.connect() }
            #expect(try server.exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n").status == 200)
            withExtendedLifetime(clients) {}
        }
    }

    @Test func `addresses are counted apart, and given back`() {
        var configuration = ServerConfiguration()
        configuration.maxConnections = 3
        configuration.maxConnectionsPerAddress = 2
        let budget = ConnectionBudget(configuration)
        let (one, other) = (RemoteAddress(v4: 7, port: 1), RemoteAddress(v4: 8, port: 1))

        #expect(budget.admit(one) == .admitted)
        #expect(budget.admit(one) == .admitted)
        #expect(budget.admit(one) == .refused)
        budget.release(one)
        #expect(budget.admit(other) == .admitted)
        #expect(budget.admit(other) == .refused, "three are open")
        budget.release(other)
        budget.release(one)
        #expect(budget.admit(one) == .admitted)
    }

    @Test func `a flood of connections beyond the limit is dropped`() {
        var configuration = ServerConfiguration()
        configuration.maxConnections = 1
        let budget = ConnectionBudget(configuration)

        let verdicts = (0..<500).map { budget.admit(RemoteAddress(v4: UInt32($0), port: 1)) }

        #expect(verdicts.first == .admitted)
        #expect(verdicts.last == .dropped)
    }

    @Test func `a process without descriptors turns connections away and goes on`() async {
        await #expect(processExitsWith: .success) {
            try await ServerSetup(configure: { $0.loops = 1 }).serve { server in
                let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
                var limit: rlim_t = 40
                try setDescriptorLimit(limit)
                // Nothing is awaited while descriptors lack, since the runtime's own threads may need one.
                var clients: [TestClient] = []
                while clients.last?.isTurnedAway != true {
                    do {
                        let client = try server.connect()
                        client.send(request)
                        client.isTurnedAway = (try? client.readResponse()) == nil
                        clients.append(client)
                    } catch TestClient.Failure.noSocket {
                        limit += 1
                        try setDescriptorLimit(limit)
                    }
                }
                try setDescriptorLimit(limit + 10)

                let response = try server.exchange(request)

                if response.status != 200 || server.events.record.exhausted != 1 { exit(2) }
            }
        }
    }
}

private func setDescriptorLimit(_ count: rlim_t) throws {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    limit.rlim_cur = count
    guard setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
        throw TestClient.Failure.noSocket(errno)
    }
}

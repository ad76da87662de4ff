import Foundation
import SQL
import TestServers
import Testing

@Suite struct PostgresLossTests {
    @Test(arguments: TestServer.all)
    func `a session that was ended between two transactions is not noticed`(server: TestServer) async throws {
        try await server.withPostgres { database, place in
            for _ in 0..<5 {
                try await database.write { try $0.execute("SELECT 1") }
                try await place.run(endSessions)
                try await database.read { try $0.execute("SELECT 1") }
            }
            #expect(database.statistics.failures == 0)
        }
    }

    @Test(arguments: TestServer.all)
    func `a session that was ended in the middle costs another try`(server: TestServer) async throws {
        try await server.withPostgres {
            $0.connections = 1
        } _: { database, place in
            try await database.write { try $0.script("CREATE TABLE notes (id BIGINT GENERATED ALWAYS AS IDENTITY)") }
            let (gate, runs) = (Gate(), Counter())
            async let written = database.write { tx in
                let inserted = try tx.affectedRows("INSERT INTO notes DEFAULT VALUES")
                if runs.count() == 1 { gate.pass() }
                return inserted
            }
            await gate.waitUntilEntered()
            try await place.run(endSessions)
            gate.open()
            let inserted = try await written
            let count = try await database.read { try $0.noteIDs().count }
            #expect(inserted == 1)
            #expect(count == 1)
            #expect(runs.value == 2)
        }
    }

    @Test(
        arguments: TestServer.all,
        [
            // What is lost, and how often the transaction is run: again only where the commit can't have happened.
            (Proxy.Fault.cutAtRequest, 2), (.cutAtAnswer, 1), (.loseClient, 2),
        ])
    func `a commit that is cut off happens once and succeeds once`(
        server: TestServer, loss: (fault: Proxy.Fault, runs: Int)
    ) async throws {
        let trap = Trap(loss.fault)
        try await server.withProxy {
            $0.onStatement = { if $0.description == "COMMIT" { trap.spring() } }
        } _: { database, proxy in
            for hasReadBefore in [true, false] {
                try await database.write { try $0.execute("TRUNCATE notes") }
                let runs = Counter()
                trap.set(on: proxy)

                try await database.write { tx in
                    runs.count()
                    if hasReadBefore { _ = try tx.noteIDs() }
                    try tx.execute("INSERT INTO notes VALUES (1)")
                }

                let ids = try await database.read { try $0.noteIDs() }
                #expect(ids == [1])
                #expect(runs.value == loss.runs)
            }
            #expect(proxy.cutCount == 2)
        }
    }

    @Test(arguments: TestServer.all)
    func `a read whose connection is cut at its end is run again`(server: TestServer) async throws {
        let trap = Trap(.cutAtAnswer)
        try await server.withProxy {
            $0.onStatement = { if $0.description == "COMMIT" { trap.spring() } }
        } _: { database, proxy in
            try await database.read { _ in }
            trap.set(on: proxy)
            let ids = try await database.read { try $0.noteIDs() }
            #expect(ids == [])
            #expect(proxy.cutCount == 1)
        }
    }

    @Test(arguments: TestServer.all)
    func `a commit whose server never comes back is of unknown outcome`(server: TestServer) async throws {
        let trap = Trap(.cutAtAnswer, isForGood: true)
        try await server.withProxy {
            $0.patience = .seconds(1)
            $0.onStatement = { if $0.description == "COMMIT" { trap.spring() } }
        } _: { database, proxy in
            trap.set(on: proxy)
            await #expect(
                throws: SQLError.outcomeUnknown(reason: "the connection was lost during the commit")
            ) {
                try await database.write { try $0.execute("INSERT INTO notes VALUES (1)") }
            }
        }
    }

    @Test(arguments: TestServer.all)
    func `a server that is away for a moment is waited for`(server: TestServer) async throws {
        try await server.withProxy { database, proxy in
            for _ in 0..<3 {
                proxy.cutAll()
                try await database.write { try $0.execute("SELECT 1") }
            }
            #expect(database.statistics.failures == 0)
        }
    }

    @Test(arguments: TestServer.all)
    func `while the server is away everybody is told so in time, and closing isn't held up`(
        server: TestServer
    ) async throws {
        try await server.withProxy {
            $0.patience = .seconds(1)
        } _: { database, proxy in
            proxy.goAway()
            let errors = await withTaskGroup(of: (any Error)?.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        do { try await database.write { _ in } } catch { return error }
                        return nil
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            for error in errors {
                guard case .unavailable(let reason) = error as? SQLError else {
                    Issue.record("\(String(describing: error))")
                    continue
                }
                #expect(!reason.isEmpty)
            }
            let last = Task { try await database.write { _ in } }
            await database.close()
            await #expect(throws: SQLError.self) { try await last.value }
        }
    }

    @Test(arguments: TestServer.all, Work.allCases)
    func `a server that stops answering is given up`(server: TestServer, work: Work) async throws {
        try await server.withProxy {
            $0.statementTimeout = .milliseconds(500)
            $0.silenceTimeout = .milliseconds(100)
            $0.connectTimeout = .seconds(2)
            $0.patience = .seconds(2)
        } _: { database, proxy in
            let gate = Gate()
            let running = Task {
                try await database.write { tx in
                    try tx.awaitAnswer()
                    gate.pass()
                    try work.run(in: tx)
                }
            }
            await gate.waitUntilEntered()
            proxy.stall()
            gate.open()
            let error = await #expect(throws: SQLError.self) { try await running.value }
            if case .unavailable? = error {} else { Issue.record("\(String(describing: error))") }
            proxy.resume()
            while (try? await database.write { try $0.execute("SELECT 1") }) == nil {}
        }
    }

    enum Work: CaseIterable {
        case statement, script
        /// More than the sockets' buffers take.
        case bigValue

        func run(in tx: Transaction) throws {
            switch self {
            case .statement: _ = try tx.noteIDs()
            case .script: try tx.script("SELECT 1")
            case .bigValue: try tx.execute("SELECT $1::bytea", [UInt8](repeating: 1, count: 20_000_000))
            }
        }
    }

    @Test(arguments: TestServer.all)
    func `a read that is cancelled while the server is silent ends all the same`(server: TestServer) async throws {
        try await server.withProxy {
            $0.statementTimeout = .milliseconds(500)
            $0.silenceTimeout = .milliseconds(100)
            $0.connectTimeout = .seconds(2)
        } _: { database, proxy in
            let gate = Gate()
            let running = Task {
                try await database.read { tx in
                    try tx.awaitAnswer()
                    gate.pass()
                    try tx.execute("SELECT pg_sleep(600)")
                }
            }
            await gate.waitUntilEntered()
            proxy.stall()
            gate.open()
            running.cancel()
            await #expect(throws: CancellationError.self) { try await running.value }
        }
    }
}

extension Transaction {
    /// So that what comes next is all that is under way.
    fileprivate func awaitAnswer() throws { _ = try row("SELECT 1") { try $0.int(0) } }
}

/// Arms a proxy's fault at a certain moment, once.
private final class Trap: @unchecked Sendable {  // `lock` guards the variable
    private let lock = NSLock()
    private let fault: Proxy.Fault
    private let isForGood: Bool
    private var proxy: Proxy?

    init(_ fault: Proxy.Fault, isForGood: Bool = false) {
        self.fault = fault
        self.isForGood = isForGood
    }

    func set(on proxy: Proxy) { lock.withLock { self.proxy = proxy } }

    func spring() {
        let proxy = lock.withLock {
            defer { self.proxy = nil }
            return self.proxy
        }
        proxy?.arm(fault, isForGood: isForGood)
    }
}

private let endSessions = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND usename = 'fte_owner'
    """

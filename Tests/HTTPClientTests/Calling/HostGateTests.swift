import Testing

@testable import HTTPClient

@Suite struct HostGateTests {
    private let engine: Engine
    private var gate = HostGate()

    init() throws { engine = try Engine() }

    private func makeCall() throws -> Call {
        try Call(HTTPRequest(.get, "http://example.test/"), isCollected: true, engine: engine)
    }

    private static let second = 1_000_000_000

    @Test mutating func `one call looks a name up, others wait, and go when it is known`() throws {
        let waiting = [try makeCall(), try makeCall()]

        #expect(gate.admit(try makeCall(), to: "a", now: 0) == .lookUp)
        for call in waiting { #expect(gate.admit(call, to: "a", now: 0) == .wait) }
        #expect(gate.admit(try makeCall(), to: "b", now: 0) == .lookUp)
        #expect(gate.waiting.count == 2)
        let released = gate.found("a", now: 5)
        #expect(released.map(ObjectIdentifier.init) == waiting.map(ObjectIdentifier.init))
        #expect(gate.waiting.isEmpty)
        #expect(gate.admit(try makeCall(), to: "a", now: 6) == .open)
        #expect(gate.admit(try makeCall(), to: "a", now: 5 + Self.second) == .lookUp)
    }

    @Test mutating func `a name that was not found is looked up again`() throws {
        #expect(gate.admit(try makeCall(), to: "a", now: 0) == .lookUp)
        #expect(gate.admit(try makeCall(), to: "a", now: 0) == .wait)
        #expect(gate.notFound("a").count == 1)
        #expect(gate.admit(try makeCall(), to: "a", now: 0) == .lookUp)
    }

    @Test mutating func `names long known are forgotten, not those that are looked up`() throws {
        for number in 0..<100 {
            _ = gate.admit(try makeCall(), to: "\(number)", now: 0)
            _ = gate.found("\(number)", now: 0)
        }
        _ = gate.admit(try makeCall(), to: "open", now: 0)
        gate.forgetKnown(now: Self.second)

        #expect(gate.admit(try makeCall(), to: "open", now: Self.second) == .wait)
        #expect(gate.admit(try makeCall(), to: "1", now: Self.second) == .lookUp)
    }
}

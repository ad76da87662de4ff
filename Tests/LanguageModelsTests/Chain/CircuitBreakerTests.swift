import AgentRuntime
import LanguageModels
import Testing

struct CircuitBreakerTests {
    private let clock = VirtualClock()
    private let breaker: CircuitBreaker

    init() {
        var settings = CircuitBreaker.Settings()
        settings.failureLimit = 3
        settings.slowCall = .seconds(10)
        settings.firstCoolDown = .seconds(5)
        settings.longestCoolDown = .seconds(18)
        breaker = CircuitBreaker(settings, clock: clock)
    }

    private func fail(retryAfter: Duration? = nil) throws {
        breaker.report(.failed(retryAfter: retryAfter), of: try #require(breaker.admit()))
    }

    private func succeed(after duration: Duration = .seconds(1)) throws {
        breaker.report(.succeeded(after: duration), of: try #require(breaker.admit()))
    }

    private var isAdmitting: Bool { breaker.admit().map { _ in true } ?? false }

    @Test func `failures in a row open it, and an answer between them starts the count again`() throws {
        try fail()
        try fail()
        try succeed()
        try fail()
        try fail()
        #expect(breaker.state == .closed(failures: 2))

        try fail()

        #expect(breaker.state == .open(until: clock.now + .seconds(5)))
        #expect(!isAdmitting)
    }

    @Test func `answers that take too long count as failures`() throws {
        for _ in 0..<3 { try succeed(after: .seconds(11)) }

        #expect(!isAdmitting)
    }

    @Test func `after the cool-down one call is the probe`() throws {
        for _ in 0..<3 { try fail() }
        clock.advance(by: .seconds(5))
        #expect(breaker.state == .halfOpen)

        let probe = try #require(breaker.admit())
        #expect(!isAdmitting)
        breaker.report(.succeeded(after: .seconds(1)), of: probe)

        #expect(breaker.state == .closed(failures: 0))
        try succeed()
    }

    @Test func `cool-downs double up to the longest, and begin anew once it was closed`() throws {
        for _ in 0..<3 { try fail() }
        for seconds in [5, 10, 18, 18] {
            #expect(breaker.state == .open(until: clock.now + .seconds(seconds)))
            clock.advance(by: .seconds(seconds))
            try fail()
        }
        clock.advance(by: .seconds(18))
        try succeed()

        for _ in 0..<3 { try fail() }

        #expect(breaker.state == .open(until: clock.now + .seconds(5)))
    }

    @Test func `a probe that was cancelled leaves its place to another`() throws {
        for _ in 0..<3 { try fail() }
        clock.advance(by: .seconds(5))

        breaker.report(.abandoned, of: try #require(breaker.admit()))

        #expect(breaker.state == .halfOpen)
        try succeed()
    }

    @Test func `what calls from before an opening report is old news`() throws {
        let old = [try #require(breaker.admit()), try #require(breaker.admit())]
        for _ in 0..<3 { try fail() }

        breaker.report(.succeeded(after: .zero), of: old[0])
        #expect(breaker.state == .open(until: clock.now + .seconds(5)))
        clock.advance(by: .seconds(5))
        let probe = try #require(breaker.admit())
        breaker.report(.abandoned, of: old[1])
        #expect(!isAdmitting)
        breaker.report(.succeeded(after: .zero), of: probe)

        #expect(breaker.state == .closed(failures: 0))
    }

    @Test func `a server that names a time is left alone for it, within the longest cool-down`() throws {
        try fail(retryAfter: .seconds(12))
        #expect(breaker.state == .open(until: clock.now + .seconds(12)))
        clock.advance(by: .seconds(12))

        try fail(retryAfter: .seconds(3_600))

        #expect(breaker.state == .open(until: clock.now + .seconds(18)))
    }
}

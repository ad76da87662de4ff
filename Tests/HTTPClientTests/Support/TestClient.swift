import Synchronization

@testable import HTTPClient

/// A time that only tests move.
final class TestClock: Sendable {
    private let nanoseconds = Atomic<Int>(1_000_000_000_000)

    var now: Int { nanoseconds.load(ordering: .sequentiallyConsistent) }

    func advance(seconds: Int) {
        nanoseconds.wrappingAdd(seconds * 1_000_000_000, ordering: .sequentiallyConsistent)
    }
}

/// Runs the body with a client, then shuts that down. Its limits of time pass only as the test moves its clock; `nil`
/// takes the system's.
func withClient(
    _ options: WebClientOptions = WebClientOptions(), clock: TestClock? = TestClock(),
    _ body: (WebClient) async throws -> Void
) async throws {
    let client = try clock.map { clock in try WebClient(options, clock: { clock.now }) } ?? WebClient(options)
    do {
        try await body(client)
    } catch {
        await client.shutdown()
        throw error
    }
    await client.shutdown()
}

extension WebClient {
    func get(_ url: String) async throws -> String {
        String(decoding: try await collect(HTTPRequest(.get, url)).body, as: UTF8.self)
    }
}

import Dispatch

/// Keeps one thread at a point, as a fault's or a transaction's, until the test has arranged what it needs.
package final class Gate: Sendable {
    private enum Moment { case entered }

    private let moments = Milestones<Moment>()
    private let opened = DispatchSemaphore(value: 0)

    package init() {}

    /// For the thread that is to wait.
    package func pass() {
        moments.note(.entered)
        opened.wait()
    }

    /// Returns once a thread is inside. A test that is cancelled meanwhile holds nobody up.
    package func waitUntilEntered() async throws {
        do { try await moments.reached(.entered, 1) } catch {
            open()
            throw error
        }
    }

    package func open() { opened.signal() }
}

import Dispatch

/// Keeps one thread at a point, as a fault's or a transaction's, until the test has arranged what it needs.
package final class Gate: Sendable {
    private let entered = DispatchSemaphore(value: 0)
    private let opened = DispatchSemaphore(value: 0)

    package init() {}

    /// For the thread that is to wait.
    package func pass() {
        entered.signal()
        opened.wait()
    }

    /// Returns once a thread is inside.
    package func waitUntilEntered() async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                self.entered.wait()
                continuation.resume()
            }
        }
    }

    package func open() { opened.signal() }
}

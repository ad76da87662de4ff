import Dispatch
import SQL

/// Keeps a connection's thread inside a transaction until the test has arranged what it needs.
final class Gate: Sendable {
    private let entered = DispatchSemaphore(value: 0)
    private let opened = DispatchSemaphore(value: 0)

    /// For the transaction's body. Once open, it stays so for one that is run again.
    func pass() {
        entered.signal()
        opened.wait()
        opened.signal()
    }

    /// Returns once the transaction is inside.
    func waitUntilEntered() async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                self.entered.wait()
                continuation.resume()
            }
        }
    }

    func open() { opened.signal() }
}

extension SQLiteDatabase {
    /// Returns once `count` writes stand in line.
    func waitUntilWaiting(_ count: Int) async {
        while statistics.waitingWrites < count { await Task.yield() }
    }
}

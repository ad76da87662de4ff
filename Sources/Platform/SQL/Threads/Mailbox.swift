import Glibc

/// A bounded queue that threads wait on, first in first out.
///
/// Built on a POSIX mutex, since `Synchronization.Mutex` has no condition to wait for; it guards every variable here.
final class Mailbox<Message: Sendable>: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private let limit: Int
    private var arrived: [Message] = []
    /// Those to be taken next, the last of them first.
    private var leaving: [Message] = []
    private var isClosed = false

    init(limit: Int) {
        self.limit = limit
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    var count: Int { locked { arrived.count + leaving.count } }

    /// - Throws: `SQLError.overloaded` when `limit` messages wait, `SQLError.closed`.
    func post(_ message: Message) throws(SQLError) {
        let refusal: SQLError? = locked {
            if isClosed { return .closed }
            if arrived.count + leaving.count >= limit { return .overloaded }
            arrived.append(message)
            return nil
        }
        if let refusal { throw refusal }
        // Not while it is locked: whoever is woken would only wait again.
        pthread_cond_signal(condition)
    }

    /// Waits for messages and appends at most `maximum` of them.
    ///
    /// - Returns: `false` once the mailbox is closed and empty.
    func wait(upTo maximum: Int, into messages: inout [Message]) -> Bool {
        locked {
            while arrived.isEmpty && leaving.isEmpty {
                if isClosed { return false }
                pthread_cond_wait(condition, mutex)
            }
            move(maximum, to: &messages)
            return true
        }
    }

    /// Waits until there is a message, and leaves it there.
    ///
    /// - Returns: `false` once the mailbox is closed and empty.
    func waitForMessage() -> Bool {
        locked {
            while arrived.isEmpty && leaving.isEmpty {
                if isClosed { return false }
                pthread_cond_wait(condition, mutex)
            }
            return true
        }
    }

    /// Wakes another thread for the message that this one was woken for and can't take.
    func passOn() { locked { _ = pthread_cond_signal(condition) } }

    /// Takes messages from the front for as long as `condition` holds, without waiting.
    func takeFirst(while condition: (Message) -> Bool) -> [Message] {
        locked {
            var taken: [Message] = []
            while let next = leaving.last ?? arrived.first, condition(next) { move(1, to: &taken) }
            return taken
        }
    }

    /// Appends what is there, without waiting.
    func take(upTo maximum: Int, into messages: inout [Message]) {
        locked { move(maximum, to: &messages) }
    }

    /// Takes no more messages; those that wait are still delivered.
    func close() {
        locked {
            isClosed = true
            pthread_cond_broadcast(condition)
        }
    }

    private func move(_ maximum: Int, to messages: inout [Message]) {
        for _ in 0..<maximum {
            if leaving.isEmpty {
                guard !arrived.isEmpty else { return }
                swap(&leaving, &arrived)
                leaving.reverse()
            }
            messages.append(leaving.removeLast())
        }
    }

    private func locked<T>(_ body: () -> T) -> T {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }
}

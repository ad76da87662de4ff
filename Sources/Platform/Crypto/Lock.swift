import Glibc

/// State that threads take turns with, behind a pthread mutex.
///
/// `Synchronization.Mutex` does the same; the thread sanitizer can't see it at work on Linux (Swift 6.3) and reports races
/// that are none. What every id goes through has to be checkable.
///
/// `@unchecked`: the state is only touched between lock and unlock.
final class Lock<State: Sendable>: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private var state: State

    init(_ state: State) {
        self.state = state
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    func withLock<Value>(_ body: (inout State) -> Value) -> Value {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body(&state)
    }
}

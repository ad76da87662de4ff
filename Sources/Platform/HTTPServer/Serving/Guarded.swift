import Glibc

/// A value behind a pthread mutex. `Synchronization.Mutex` would do, but the thread sanitizer doesn't see that it locks,
/// and the loops are to be run under that.
final class Guarded<Value>: @unchecked Sendable {
    // Sendable: `value` is reached under `mutex` only.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private var value: Value

    init(_ value: Value) {
        self.value = value
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    func withLock<Result>(_ body: (inout Value) -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body(&value)
    }
}

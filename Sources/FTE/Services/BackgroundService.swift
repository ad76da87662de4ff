import Process
import Synchronization

/// Work without an end of its own that may be stopped at any moment: a drain cancels it.
final class BackgroundService: Service {
    let name: String
    private let work: @Sendable () async -> Void
    private let task = Mutex<Task<Void, Never>?>(nil)

    init(_ name: String, work: @escaping @Sendable () async -> Void) {
        self.name = name
        self.work = work
    }

    func run() async throws {
        let running = task.withLock { task in
            let running = Task { await work() }
            task = running
            return running
        }
        await withTaskCancellationHandler {
            await running.value
        } onCancel: {
            running.cancel()
        }
    }

    func drain() async { task.withLock { $0?.cancel() } }
}

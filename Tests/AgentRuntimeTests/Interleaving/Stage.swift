import Synchronization

/// Where everything that takes time in a run waits, until the test lets it go on. So the test decides what happens next.
final class Stage: Sendable {
    private struct Waiting {
        let name: String
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var waiting: [Int: Waiting] = [:]
        var lastID = 0
        var isOver = false
        var version = 0
        var lines: [String] = []
        var watcher: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())
    /// Whether those who wait notice that they are cancelled, or go on waiting for the test.
    private let isHeedful: Bool

    init(isHeedful: Bool) { self.isHeedful = isHeedful }

    var log: [String] { state.withLock(\.lines) }

    func write(_ line: String) { state.withLock { $0.lines.append(line) } }

    /// Waits for the test.
    func reach(_ name: String) async throws {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let watcher = state.withLock { state -> CheckedContinuation<Void, Never>? in
                    state.version += 1
                    state.waiting[id] = Waiting(name: name, continuation: continuation)
                    defer { state.watcher = nil }
                    return state.watcher
                }
                watcher?.resume()
                if isHeedful, Task.isCancelled { release(id, throwing: CancellationError()) }
            }
        } onCancel: {
            if isHeedful { release(id, throwing: CancellationError()) }
        }
    }

    /// The run has returned.
    func end() {
        let watcher = state.withLock { state in
            state.isOver = true
            state.version += 1
            defer { state.watcher = nil }
            return state.watcher
        }
        watcher?.resume()
    }

    /// Waits until something waits and nothing seems to move any more.
    ///
    /// - Returns: the names of those who wait; `nil` when the run has returned.
    func settled() async -> [String]? {
        var calm = 0
        var version = -1
        while calm < 3 {
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    let isReady = state.isOver || !state.waiting.isEmpty
                    if !isReady { state.watcher = continuation }
                    return isReady
                }
                if isReady { continuation.resume() }
            }
            for _ in 0..<2 { await Task.yield() }
            let now = state.withLock(\.version)
            calm = now == version ? calm + 1 : 0
            version = now
        }
        return state.withLock { state in
            state.isOver ? nil : state.waiting.sorted { $0.key < $1.key }.map(\.value.name).sorted()
        }
    }

    func release(_ name: String) {
        let id = state.withLock { state in state.waiting.filter { $0.value.name == name }.keys.min() }
        if let id { release(id, throwing: nil) }
    }

    private func release(_ id: Int, throwing error: (any Error)?) {
        let waiting = state.withLock { state in
            state.version += 1
            return state.waiting.removeValue(forKey: id)
        }
        guard let waiting else { return }
        if let error { waiting.continuation.resume(throwing: error) } else { waiting.continuation.resume() }
    }
}

@testable import HTTPServer

/// What a server told, to look at and to wait for.
final class EventRecorder: Sendable {
    struct Record: Sendable {
        var opened = 0
        var closed = 0
        var bytesReceived = 0
        var finished: [RequestSummary] = []
        var refused: [Refusal] = []
        var unfit: [String] = []
        var failedStreams: [String] = []
        var exhausted = 0
        /// What a handler noted.
        var notes: [String] = []

        var open: Int { opened - closed }
    }

    private struct Waiter {
        let isMet: @Sendable (Record) -> Bool
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var record = Record()
        var waiters: [Waiter] = []
    }

    private let state = Guarded(State())

    var record: Record { state.withLock { $0.record } }

    func record(_ event: ServerEvent) {
        change { record in
            switch event {
            case .connectionOpened: record.opened += 1
            case .connectionClosed: record.closed += 1
            case .bytesReceived(let count): record.bytesReceived += count
            case .requestFinished(let summary): record.finished.append(summary)
            case .refused(let refusal): record.refused.append(refusal)
            case .responseUnfit(_, let flaw): record.unfit.append(flaw)
            case .streamFailed(let path, _): record.failedStreams.append(path)
            case .descriptorsExhausted: record.exhausted += 1
            }
        }
    }

    func note(_ text: String) {
        change { $0.notes.append(text) }
    }

    func until(_ isMet: @escaping @Sendable (Record) -> Bool) async {
        await withCheckedContinuation { continuation in
            let isMetAlready = state.withLock { state in
                guard !isMet(state.record) else { return true }
                state.waiters.append(Waiter(isMet: isMet, continuation: continuation))
                return false
            }
            if isMetAlready { continuation.resume() }
        }
    }

    private func change(_ body: (inout Record) -> Void) {
        let met = state.withLock { state in
            body(&state.record)
            let met = state.waiters.filter { $0.isMet(state.record) }
            state.waiters.removeAll { $0.isMet(state.record) }
            return met
        }
        for waiter in met { waiter.continuation.resume() }
    }
}

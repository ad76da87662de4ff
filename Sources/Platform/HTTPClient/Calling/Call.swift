/// One call, between the task that makes it and the loop that carries it out.
final class Call: @unchecked Sendable {
    // Sendable: the task and the loop meet in `state`; `times` and `handle` belong to the loop's thread.
    let request: HTTPRequest
    let hostName: String?
    /// Whether the caller wants the whole body at once.
    let isCollected: Bool
    private let state = Locked(State())
    private let engine: Engine

    // MARK: The loop's

    /// While it is in curl's hands.
    var handle: EasyHandle?
    var times = CallTimes()

    private struct State {
        var waiter: Waiter?
        var unread: [UInt8] = []
        var isPaused = false
        var end: Result<Void, any Error>?
    }

    private enum Waiter {
        case head(CheckedContinuation<HTTPHead, any Error>)
        case body(CheckedContinuation<[UInt8]?, any Error>)
        case all(CheckedContinuation<Answer, any Error>)

        func fail(_ error: any Error) {
            switch self {
            case .head(let continuation): continuation.resume(throwing: error)
            case .body(let continuation): continuation.resume(throwing: error)
            case .all(let continuation): continuation.resume(throwing: error)
            }
        }
    }

    typealias Answer = (head: HTTPHead, body: [UInt8])

    /// What may be unread before the server is made to wait.
    static let highWater = 256 * 1024

    /// - Throws: `HTTPError.invalidURL`, `.invalidHeader`.
    init(_ request: HTTPRequest, isCollected: Bool, engine: Engine) throws(HTTPError) {
        hostName = try RequestURL(request.url).hostName
        if let name = request.headers.flaw ?? ReservedFields.name(in: request.headers) {
            throw .invalidHeader(name: name)
        }
        self.request = request
        self.isCollected = isCollected
        self.engine = engine
    }

    // MARK: On the caller's task

    func head() async throws -> HTTPHead {
        try await waiting { .head($0) }
    }

    func answer() async throws -> Answer {
        try await waiting { .all($0) }
    }

    private func waiting<Value>(
        _ waiter: (CheckedContinuation<Value, any Error>) -> Waiter
    ) async throws -> Value {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let waiter = waiter(continuation)
                let failure = state.withLock { state -> (any Error)? in
                    if case .failure(let error)? = state.end { return error }
                    state.waiter = waiter
                    return nil
                }
                if let failure { waiter.fail(failure) } else { engine.start(self) }
            }
        } onCancel: {
            abandon(CancellationError())
        }
    }

    private enum Reading {
        case given([UInt8]?, isPaused: Bool)
        case failed(any Error)
        case nothingYet
    }

    func nextPiece() async throws -> [UInt8]? {
        if Task.isCancelled { abandon(CancellationError()) }
        // Mostly there is something, which needs no continuation.
        switch state.withLock({ Self.read(&$0) }) {
        case .given(let piece, let isPaused):
            if isPaused { engine.post(.resume(self)) }
            return piece
        case .failed(let error): throw error
        case .nothingYet: return try await pieceToCome()
        }
    }

    private func pieceToCome() async throws -> [UInt8]? {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let reading = state.withLock { state in
                    precondition(state.waiter == nil, "a body has one reader")
                    let reading = Self.read(&state)
                    if case .nothingYet = reading { state.waiter = .body(continuation) }
                    return reading
                }
                switch reading {
                case .given(let piece, let isPaused):
                    if isPaused { engine.post(.resume(self)) }
                    continuation.resume(returning: piece)
                case .failed(let error): continuation.resume(throwing: error)
                case .nothingYet: break
                }
            }
        } onCancel: {
            abandon(CancellationError())
        }
    }

    private static func read(_ state: inout State) -> Reading {
        if !state.unread.isEmpty {
            let piece = state.unread
            state.unread = []
            let isPaused = state.isPaused
            state.isPaused = false
            return .given(piece, isPaused: isPaused)
        }
        switch state.end {
        case .success?: return .given(nil, isPaused: false)
        case .failure(let error)?: return .failed(error)
        case nil: return .nothingYet
        }
    }

    /// Ends the call, unless it has ended, and has its connection closed.
    func abandon(_ error: any Error) {
        let (isFirst, waiter) = state.withLock { state -> (Bool, Waiter?) in
            guard state.end == nil else { return (false, nil) }
            state.end = .failure(error)
            state.unread = []
            defer { state.waiter = nil }
            return (true, state.waiter)
        }
        guard isFirst else { return }
        engine.post(.abandon(self))
        waiter?.fail(error)
    }

    // MARK: On the loop's thread

    var hasEnded: Bool { state.withLock { $0.end != nil } }

    var isPaused: Bool { state.withLock { $0.isPaused } }

    enum Acceptance {
        case taken
        /// The reader is behind. It will ask for more.
        case full
        case unwanted
    }

    /// Keeps what arrived for the reader; `deliver` hands it over.
    func keep(_ octets: UnsafeRawBufferPointer) -> Acceptance {
        state.withLock { state in
            guard state.end == nil else { return .unwanted }
            guard state.unread.isEmpty || state.unread.count + octets.count <= Self.highWater else {
                state.isPaused = true
                return .full
            }
            state.unread.append(contentsOf: octets)
            return .taken
        }
    }

    /// Resumes the waiting task with the head, or with what has arrived of the body since.
    ///
    /// - Returns: whether the reader, who was behind, is so no more.
    func deliver(head: HTTPHead?) -> Bool {
        let (waiter, piece, wasPaused) = state.withLock { state -> (Waiter?, [UInt8], Bool) in
            switch state.waiter {
            case .head? where head != nil:
                defer { state.waiter = nil }
                return (state.waiter, [], false)
            case .body? where !state.unread.isEmpty:
                defer {
                    state.waiter = nil
                    state.unread = []
                    state.isPaused = false
                }
                return (state.waiter, state.unread, state.isPaused)
            default: return (nil, [], false)
            }
        }
        switch waiter {
        case .head(let continuation)?: if let head { continuation.resume(returning: head) }
        case .body(let continuation)?: continuation.resume(returning: piece)
        case .all?, nil: break
        }
        return wasPaused
    }

    /// Ends the call well.
    ///
    /// - Parameter body: what wasn't kept for a reader.
    func finish(head: HTTPHead, body: [UInt8]) {
        switch end(.success(())) {
        case (.all(let continuation), _)?: continuation.resume(returning: (head, body))
        case (.head(let continuation), _)?: continuation.resume(returning: head)
        case (.body(let continuation), let piece)?: continuation.resume(returning: piece.isEmpty ? nil : piece)
        case nil: break
        }
    }

    /// Ends the call with an error, which a reader meets after what had arrived.
    func fail(_ error: HTTPError) {
        switch end(.failure(error)) {
        case (.body(let continuation), let piece)? where !piece.isEmpty: continuation.resume(returning: piece)
        case (let waiter, _)?: waiter.fail(error)
        case nil: break
        }
    }

    /// - Returns: who waits, unless the call had ended before, and what that reader is to have first.
    private func end(_ result: Result<Void, any Error>) -> (Waiter, [UInt8])? {
        state.withLock { state in
            guard state.end == nil else { return nil }
            state.end = result
            guard let waiter = state.waiter else { return nil }
            state.waiter = nil
            guard case .body = waiter else { return (waiter, []) }
            defer { state.unread = [] }
            return (waiter, state.unread)
        }
    }
}

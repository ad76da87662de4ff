/// A company's vectors as they were last read, so that a query reads none. One caller reads at a time, others wait for
/// what it reads: the vectors may take hundreds of megabytes.
actor VectorCache {
    struct Vectors: Sendable {
        let state: VectorState
        /// `nil` where the database's index is asked instead.
        let exact: ExactVectors?
    }

    private var known: Vectors?
    private var isReading = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// - Parameter state: what the vectors must be as new as.
    func vectors(asNewAs state: VectorState, read: @Sendable () async throws -> Vectors?) async throws -> Vectors? {
        while isReading { await withCheckedContinuation { waiting.append($0) } }
        try Task.checkCancellation()
        if let known, known.state.isAsNew(as: state) { return known }
        isReading = true
        defer {
            isReading = false
            for one in waiting { one.resume() }
            waiting = []
        }
        known = try await read()
        return known
    }
}

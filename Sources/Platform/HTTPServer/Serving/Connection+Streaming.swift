extension Connection {
    typealias Producer = @Sendable (BodyWriter) async throws -> Void

    /// Unsent octets beyond which a writer waits, and those at which it goes on.
    private static let fullOutput = 256 * 1024
    static let roomyOutput = 64 * 1024

    /// - Returns: `nil` when nothing is to be produced, as for HEAD.
    func beginStream(_ response: Response, _ phase: Phase, _ produce: @escaping Producer) -> Producer? {
        if case .events = phase, hasPeerFinished {
            close()
            return nil
        }
        let isHTTP10 = exchange?.version == .http10
        let hasBody = exchange?.method != .head && !response.status.forbidsContent
        if isHTTP10 && hasBody { keepsAlive = false }
        isChunked = !isHTTP10
        exchange?.status = response.status
        let framing: ResponseFraming =
            response.status.forbidsContent ? .none : isHTTP10 ? .untilClose : .chunked
        self.phase = hasBody ? phase : .flushing
        loop.withScratch { scratch in
            ResponseEncoder.writeHead(
                response, framing: framing, connection: connectionField, date: loop.dateLine, to: &scratch)
            send(scratch)
        }
        guard hasBody else {
            finishIfSent()
            return nil
        }
        if case .events(let stream) = phase, loop.isDraining {
            end(stream)
            return nil
        }
        return produce
    }

    /// Runs the producer to its end.
    func stream(_ produce: Producer) async {
        do {
            try await produce(BodyWriter { [self] in try await write($0) })
            producerEnded(nil)
        } catch {
            producerEnded(error)
        }
        watch()
    }

    private func producerEnded(_ error: (any Error)?) {
        switch phase {
        case .streaming, .events: break
        default: return
        }
        if let error {
            if !(error is CancellationError) {
                loop.shared.hooks.observe(.streamFailed(path: exchange?.path ?? "", error))
            }
            close()
        } else {
            endBody()
        }
    }

    /// Called on any thread.
    private func write(_ chunk: [UInt8]) async throws {
        try Task.checkCancellation()
        guard !chunk.isEmpty else { return }
        try await withCheckedThrowingContinuation { (writer: CheckedContinuation<Void, any Error>) in
            let isTaken = loop.perform { [self] in
                accept(chunk, from: writer)
                watch()
            }
            if !isTaken { writer.resume(throwing: CancellationError()) }
        }
    }

    private func accept(_ chunk: [UInt8], from writer: CheckedContinuation<Void, any Error>) {
        guard isStreaming else { return writer.resume(throwing: CancellationError()) }
        sendChunk(chunk)
        if !isStreaming {
            writer.resume(throwing: CancellationError())
        } else if output.count > Self.fullOutput {
            waitingWriters.append(writer)
        } else {
            writer.resume()
        }
    }

    private var isStreaming: Bool {
        switch phase {
        case .streaming, .events: true
        default: false
        }
    }

    private func sendChunk(_ chunk: [UInt8]) {
        guard isChunked else { return send(chunk) }
        loop.withScratch { scratch in
            ResponseEncoder.writeChunk(chunk, to: &scratch)
            send(scratch)
        }
    }

    /// Tells proxies and dead connections apart from quiet ones.
    func sendKeepAlive() {
        sendChunk(Self.emptyComment)
    }

    /// Ends a stream of events from this side.
    func end(_ stream: EventStream) {
        if let farewell = stream.farewell { sendChunk(farewell.encoded) }
        keepsAlive = false
        task?.cancel()
        endBody()
    }

    private func endBody() {
        guard isStreaming else { return }
        phase = .flushing
        if isChunked { send(Self.lastChunk) }
        failWriters()
        if output.isEmpty { deadline = .max }
        finishIfSent()
    }

    func resumeWriters() {
        guard !waitingWriters.isEmpty else { return }
        let writers = waitingWriters
        waitingWriters = []
        for writer in writers { writer.resume() }
    }

    func failWriters() {
        let writers = waitingWriters
        waitingWriters = []
        for writer in writers { writer.resume(throwing: CancellationError()) }
    }

    private static let emptyComment = Array(":\n\n".utf8)
    private static let lastChunk = Array("0\r\n\r\n".utf8)
}

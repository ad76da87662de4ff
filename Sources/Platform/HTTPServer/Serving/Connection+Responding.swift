import Glibc

extension Connection {
    /// Runs the handler on the loop, and then the producer of its body if there is one.
    func handle(_ request: Request) {
        loop.handlersRunning += 1
        task = Task(executorPreference: loop) { [self] in
            let response = await loop.shared.handler(request)
            if let produce = respond(response) { await stream(produce) }
            loop.handlersRunning -= 1
        }
    }

    /// - Returns: what is to be run after the head, for a streamed body.
    private func respond(_ response: Response) -> Producer? {
        guard case .handling = phase else { return nil }
        defer { watch() }
        let code = response.status.code
        guard response.headers.flaw == nil, (200...599).contains(code) else {
            let flaw = response.headers.flaw ?? "status \(code)"
            loop.shared.hooks.observe(.responseUnfit(path: exchange?.path ?? "", flaw: flaw))
            refuse(.unfitResponse)
            return nil
        }
        if loop.isDraining { keepsAlive = false }
        switch response.body {
        case .bytes(let bytes):
            sendWhole(response, bytes, isHead: exchange?.method == .head)
            return nil
        case .stream(let produce): return beginStream(response, .streaming, produce)
        case .events(let events):
            return beginStream(response, .events(events)) { try await events.produce(EventWriter($0)) }
        }
    }

    /// Answers by the server itself, and ends the connection: what follows in it can't be trusted.
    func refuse(_ refusal: Refusal) {
        loop.shared.hooks.observe(.refused(refusal))
        var response = loop.shared.hooks.render(refusal)
        if response.headers.flaw != nil { response = refusal.plainResponse }
        guard case .bytes(let bytes) = response.body else { return close() }
        let isHead = exchange?.method == .head
        keepsAlive = false
        inbox = []
        pending = nil
        exchange = nil
        sendWhole(response, bytes, isHead: isHead)
    }

    private func sendWhole(_ response: Response, _ bytes: [UInt8], isHead: Bool) {
        let framing: ResponseFraming = response.status.forbidsContent ? .none : .length(bytes.count)
        let hasBody = !response.status.forbidsContent && !isHead && !bytes.isEmpty
        exchange?.status = response.status
        phase = .flushing
        deadline = .max
        var isJoined = false
        loop.withScratch { scratch in
            ResponseEncoder.writeHead(
                response, framing: framing, connection: connectionField, date: loop.dateLine, to: &scratch)
            isJoined = hasBody && bytes.count <= Self.maxJoinedBody
            if isJoined { scratch.append(contentsOf: bytes) }
            send(scratch, hasMore: hasBody && !isJoined)
        }
        if hasBody && !isJoined { send(bytes) }
        finishIfSent()
    }

    var connectionField: ConnectionField {
        guard keepsAlive else { return .close }
        return exchange?.version == .http10 ? .keepAlive : .unsaid
    }

    func send(_ bytes: [UInt8], hasMore: Bool = false) {
        if case .closed = phase { return }
        exchange?.bytesSent += bytes.count
        let before = output.count
        react(to: output.send(bytes, to: descriptor, hasMore: hasMore), sent: before + bytes.count - output.count)
    }

    func flush() {
        let before = output.count
        react(to: output.flush(to: descriptor), sent: before - output.count)
        finishIfSent()
    }

    private func react(to outcome: OutputQueue.Outcome, sent: Int) {
        switch outcome {
        case .drained:
            isBlocked = false
            switch phase {
            case .streaming, .flushing: deadline = .max
            case .events: deadline = loop.now + loop.timeouts.eventKeepAlive
            default: break
            }
        case .blocked:
            if isBlocked {
                pace.advance(by: sent, at: loop.now)
            } else {
                isBlocked = true
                pace = loop.timeouts.writePace(from: loop.now)
            }
            deadline = pace.deadline
        case .failed: close()
        }
        if output.count <= Self.roomyOutput { resumeWriters() }
    }

    /// Once the response is out, turns to the next request or to the connection's end.
    func finishIfSent() {
        guard case .flushing = phase, output.isEmpty else { return }
        finishExchange(isCutShort: false)
        task = nil
        guard keepsAlive, !hasReachedEnd || !inbox.isEmpty else { return linger() }
        phase = .head
        // A client that wasn't told of a drain beginning may send once more.
        deadline = loop.now + (loop.isDraining ? loop.timeouts.drainIdleGrace : loop.timeouts.idle)
        guard !inbox.isEmpty else { return }
        deadline = loop.now + loop.timeouts.head
        consumeInbox()
        if case .head = phase, hasReachedEnd { close() }
        if case .body = phase, hasReachedEnd { close() }
    }

    private func linger() {
        guard !hasReachedEnd else { return close() }
        shutdown(descriptor, Int32(SHUT_WR))
        phase = .lingering
        inbox = []
        deadline = loop.now + loop.timeouts.linger
    }

    func finishExchange(isCutShort: Bool) {
        guard let exchange else { return }
        self.exchange = nil
        let duration = Duration.nanoseconds(loop.shared.clock.monotonic() - exchange.start)
        loop.shared.hooks.observe(
            .requestFinished(
                RequestSummary(
                    method: exchange.method, status: exchange.status, bytesReceived: exchange.bytesReceived,
                    bytesSent: exchange.bytesSent - output.count, duration: duration, isCutShort: isCutShort)))
    }

    private static let maxJoinedBody = 16 * 1024
}

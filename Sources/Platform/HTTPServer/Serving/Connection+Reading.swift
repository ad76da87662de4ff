extension Connection {
    func read() {
        loop.receive(from: descriptor) { received in
            switch received {
            case .bytes(let bytes): take(bytes.assumingMemoryBound(to: UInt8.self).span)
            case .end: reachedEnd()
            case .failed: close()
            }
        }
    }

    private func take(_ input: Span<UInt8>) {
        switch phase {
        case .lingering: drop(input.count)
        case .head, .body:
            if inbox.isEmpty {
                if case .head = phase { deadline = loop.now + loop.timeouts.head }
                keep(input, from: consume(input))
            } else {
                keep(input, from: 0)
                consumeInbox()
            }
        case .handling, .flushing: keep(input, from: 0)
        case .streaming, .events, .closed: break
        }
    }

    /// Goes on with what was received while an earlier request was answered.
    func consumeInbox() {
        var input: [UInt8] = []
        swap(&input, &inbox)
        let used = consume(input.span)
        switch phase {
        case .lingering, .closed: return
        default: break
        }
        if used == input.count {
            input.removeAll(keepingCapacity: input.capacity <= 4096)
        } else if used > 0 {
            input.removeFirst(used)
        }
        swap(&input, &inbox)
    }

    private func keep(_ input: Span<UInt8>, from used: Int) {
        switch phase {
        case .lingering, .closed: return
        default: break
        }
        guard used < input.count else { return }
        input.extracting(used..<input.count).withUnsafeBufferPointer { inbox.append(contentsOf: $0) }
    }

    /// Reads on, until a request is whole or the input is used up.
    ///
    /// - Returns: how many octets were used.
    private func consume(_ input: Span<UInt8>) -> Int {
        var used = 0
        while used < input.count {
            do throws(Refusal) {
                let rest = input.extracting(used..<input.count)
                switch phase {
                case .head:
                    guard let head = try loop.parser.parse(rest, from: remoteAddress, searched: &searched) else {
                        return used
                    }
                    used += head.size
                    try begin(head, isBodyHere: used < input.count)
                case .body(var body):
                    // Taken out, so that it is changed in place.
                    phase = .handling
                    let count = try body.decode(rest)
                    used += count
                    pace.advance(by: count, at: loop.now)
                    deadline = pace.deadline
                    if body.isComplete { start(body.bytes) } else { phase = .body(body) }
                default: return used
                }
            } catch {
                refuse(error)
                return used
            }
        }
        return used
    }

    private func begin(_ head: RequestHead, isBodyHere: Bool) throws(Refusal) {
        keepsAlive = head.keepsAlive
        pending = head.request
        exchange = Exchange(
            method: head.request.method, path: head.request.path, version: head.request.version, start: loop.now,
            bytesReceived: head.size)
        guard head.framing != .length(0) else { return start([]) }
        let limit = loop.shared.hooks.bodyLimit(head.request) ?? loop.shared.configuration.maxBodyBytes
        let body = try BodyDecoder(head.framing, limit: limit)
        pace = loop.timeouts.bodyPace(from: loop.now)
        deadline = pace.deadline
        phase = .body(body)
        if head.expectsContinue && !isBodyHere { send(Self.continueLine) }
    }

    private func start(_ body: [UInt8]) {
        guard var request = pending else { return }
        pending = nil
        request.body = body
        exchange = Exchange(
            method: request.method, path: request.path, version: request.version, start: loop.now,
            bytesReceived: (exchange?.bytesReceived ?? 0) + body.count)
        phase = .handling
        deadline = .max
        handle(request)
    }

    /// The client has finished sending. It still gets the answers to what it sent.
    private func reachedEnd() {
        hasReachedEnd = true
        switch phase {
        case .handling, .flushing, .streaming, .closed: break
        case .head, .body, .events, .lingering: close()
        }
    }

    private func drop(_ count: Int) {
        lingeredBytes += count
        if lingeredBytes > Self.maxLingeredBytes { close() }
    }

    private static let maxLingeredBytes = 2 * 1024 * 1024
    private static let continueLine = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)
}

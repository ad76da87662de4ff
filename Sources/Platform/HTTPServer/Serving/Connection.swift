import Glibc

/// One client's connection: reads requests in order, one at a time, and sends each response before the next begins.
///
/// Split over files by what it does: reading, responding, streaming.
final class Connection: @unchecked Sendable {
    // Sendable: everything mutable belongs to the loop's thread. Tasks of handlers run there; a `BodyWriter`, which may
    // be anywhere, comes through `EventLoop.perform`.
    enum Phase {
        /// Waits for a request or the rest of its head.
        case head
        case body(BodyDecoder)
        /// The handler works.
        case handling
        /// A stream's producer works.
        case streaming
        /// As `streaming`, for server-sent events.
        case events(EventStream)
        /// The last octets of a response wait for the client.
        case flushing
        /// Everything is sent and the client told; what it still sends is dropped, so that no reset overtakes the
        /// response.
        case lingering
        case closed
    }

    let descriptor: Int32
    let generation: UInt32
    let remoteAddress: RemoteAddress
    let loop: EventLoop

    var phase = Phase.head
    /// In the loop's nanoseconds; `.max` is never.
    var deadline = Int.max
    private var watched: Readiness = [.readable, .peerFinished]

    // Reading
    var inbox: [UInt8] = []
    var searched = 0
    var pace: Pace
    var hasReachedEnd = false
    var hasPeerFinished = false
    var lingeredBytes = 0

    // The request being answered
    var exchange: Exchange?
    var pending: Request?
    var keepsAlive = true
    var task: Task<Void, Never>?

    // Writing
    var output = OutputQueue()
    var isBlocked = false
    var isChunked = false
    var waitingWriters: [CheckedContinuation<Void, any Error>] = []

    init(_ descriptor: Int32, generation: UInt32, remoteAddress: RemoteAddress, loop: EventLoop) {
        self.descriptor = descriptor
        self.generation = generation
        self.remoteAddress = remoteAddress
        self.loop = loop
        pace = loop.timeouts.bodyPace(from: loop.now)
    }

    func open(isRefused: Bool) {
        loop.poller.add(descriptor, watched, generation: generation)
        deadline = loop.now + loop.timeouts.head
        if isRefused {
            refuse(.full)
            watch()
        } else if loop.isDraining {
            prepareToDrain()
        }
    }

    func became(_ readiness: Readiness) {
        if readiness.contains(.peerFinished) { hasPeerFinished = true }
        if !readiness.isDisjoint(with: .gone) {
            close()
        } else if case .events = phase, hasPeerFinished {
            close()
        } else {
            if readiness.contains(.writable) { flush() }
            if readiness.contains(.readable) { read() }
            watch()
        }
    }

    /// The deadline has passed.
    func expired() {
        switch phase {
        case .head where inbox.isEmpty: close()
        case .head, .body: refuse(.tooSlow)
        case .events where output.isEmpty: sendKeepAlive()
        default: close()
        }
        watch()
    }

    func prepareToDrain() {
        switch phase {
        case .head where inbox.isEmpty: deadline = min(deadline, loop.now + loop.timeouts.drainIdleGrace)
        case .events(let stream): end(stream)
        default: break
        }
        watch()
    }

    func close() {
        if case .closed = phase { return }
        phase = .closed
        deadline = .max
        Glibc.close(descriptor)
        task?.cancel()
        task = nil
        failWriters()
        finishExchange(isCutShort: true)
        output = OutputQueue()
        inbox = []
        loop.forget(self)
    }

    /// Watches the socket for what the connection now waits for.
    func watch() {
        if case .closed = phase { return }
        var wanted: Readiness = output.isEmpty ? [] : .writable
        if !hasReachedEnd {
            switch phase {
            case .head, .body, .lingering: wanted.formUnion([.readable, .peerFinished])
            case .handling, .flushing:
                // A client that sends requests ahead of the answers is read up to a point.
                if inbox.count < Self.maxInbox { wanted.formUnion([.readable, .peerFinished]) }
            case .streaming, .events:
                if !hasPeerFinished { wanted.formUnion(.peerFinished) }
            case .closed: break
            }
        }
        guard wanted != watched else { return }
        watched = wanted
        loop.poller.modify(descriptor, wanted, generation: generation)
    }

    private static let maxInbox = 64 * 1024
}

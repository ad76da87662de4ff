import Foundation
import Glibc

/// A TCP proxy before a server, which does what networks do.
final class Proxy: @unchecked Sendable {  // `lock` guards the variables; descriptors are the thread's
    /// What befalls the next bytes that pass, once.
    enum Fault {
        /// The client's bytes are lost, and with them the connection.
        case cutAtRequest
        /// The server's bytes are lost, and with them the connection.
        case cutAtAnswer
        /// The client's bytes are lost and its side is closed; the server learns nothing of it.
        case loseClient
    }
    private enum State { case open, stalled, away, closed }

    let port: Int
    private let lock = NSCondition()
    /// Changes asked for, and those that the thread has made.
    private var asked = 0
    private var made = 0
    private var state = State.open
    private var fault: Fault?
    private var goesWithFault = false
    private var isToCut = false
    private var cuts = 0

    private let target: Int
    private var listener: Int32
    private var wakeUp: [Int32] = [-1, -1]
    private var pairs: [(client: Int32, server: Int32)] = []
    /// Servers' ends whose clients are gone.
    private var orphans: [Int32] = []

    init(before target: Int) throws {
        self.target = target
        (listener, port) = try listen()
        guard pipe(&wakeUp) == 0 else { throw POSIXError(.EMFILE) }
        Thread.detachNewThread { self.run() }
    }

    func close() { set(.closed) }
    /// Nothing passes any more, and nobody is told.
    func stall() { set(.stalled) }
    func resume() { set(.open) }
    /// Cuts every connection, and refuses new ones.
    func goAway() { set(.away) }
    /// - Parameter isForGood: Whether the proxy goes away with it.
    func arm(_ fault: Fault, isForGood: Bool = false) {
        lock.withLock {
            self.fault = fault
            goesWithFault = isForGood
        }
    }
    func cutAll() { change { isToCut = true } }
    /// How often a connection was cut.
    var cutCount: Int { lock.withLock { cuts } }

    private func set(_ new: State) { change { state = new } }

    /// Returns once the thread has seen the change.
    private func change(_ body: () -> Void) {
        lock.withLock {
            body()
            asked += 1
            let mine = asked
            var byte: UInt8 = 1
            _ = write(wakeUp[1], &byte, 1)
            while made < mine { lock.wait() }
        }
    }

    private func run() {
        while true {
            let (state, cut, asked) = lock.withLock {
                defer { isToCut = false }
                return (self.state, isToCut, self.asked)
            }
            if cut || state == .away || state == .closed { for pair in pairs { end(pair) } }
            if state == .away || state == .closed, listener >= 0 {
                Glibc.close(listener)
                listener = -1
            }
            if state == .closed { endAll() }
            lock.withLock {
                made = asked
                lock.broadcast()
            }
            if state == .closed { return }
            serve(isStalled: state == .stalled)
        }
    }

    private func serve(isStalled: Bool) {
        var sockets = [wakeUp[0], isStalled ? -1 : listener]
        if !isStalled { for pair in pairs { sockets += [pair.client, pair.server] } }
        var polled = sockets.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        guard poll(&polled, nfds_t(polled.count), -1) > 0 else { return }
        if polled[0].revents != 0 {
            var byte: UInt8 = 0
            _ = read(wakeUp[0], &byte, 1)
            return
        }
        if polled[1].revents != 0 {
            let client = accept(listener, nil, nil)
            if let server = try? connect(to: target) { pairs.append((client, server)) } else { Glibc.close(client) }
            return
        }
        guard let ready = polled.indices.dropFirst(2).first(where: { polled[$0].revents != 0 }) else { return }
        pass(pairs[(ready - 2) / 2], fromClient: ready % 2 == 0)
    }

    private func pass(_ pair: (client: Int32, server: Int32), fromClient: Bool) {
        var bytes = [UInt8](repeating: 0, count: 65536)
        let count = read(fromClient ? pair.client : pair.server, &bytes, bytes.count)
        guard count > 0 else { return end(pair) }
        switch (takeFault(fromClient: fromClient), fromClient) {
        case (.loseClient?, _):
            orphans.append(pair.server)
            Glibc.close(pair.client)
            pairs.removeAll { $0.client == pair.client }
        case (.some, _): end(pair)
        case (nil, _): if !send(bytes[..<count], to: fromClient ? pair.server : pair.client) { end(pair) }
        }
    }

    private func takeFault(fromClient: Bool) -> Fault? {
        lock.withLock {
            guard let armed = fault, (armed != .cutAtAnswer) == fromClient else { return nil }
            fault = nil
            cuts += 1
            if goesWithFault { state = .away }
            return armed
        }
    }

    private func end(_ pair: (client: Int32, server: Int32)) {
        Glibc.close(pair.client)
        Glibc.close(pair.server)
        pairs.removeAll { $0.client == pair.client }
    }

    private func endAll() {
        for descriptor in orphans + wakeUp { Glibc.close(descriptor) }
        pairs = []
    }
}

import Formats
import Foundation
import Synchronization

/// A server on a loopback port of its own that answers requests, in the order they come, with replies given beforehand. The
/// last reply is repeated.
final class StandInServer: @unchecked Sendable {
    // Sendable: set once, but for what the mutex guards.
    let port: Int
    /// Fires when a client closes a connection on which it was left waiting.
    let closings = Signal()
    /// Fires with each request that was read.
    let arrivals = Signal()
    private let descriptor: Int32
    private let replies: [Reply]
    private let state = Mutex(State())

    private struct State {
        var requests: [Received] = []
        var connections = 0
    }

    struct Received: Sendable {
        var path = ""
        var fields: [String: String] = [:]
        var body: [UInt8] = []

        var json: JSONValue { get throws { try JSONValue(parsing: body) } }
    }

    init(_ replies: [Reply]) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 64) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isListening else { throw POSIXError(.EADDRNOTAVAIL) }
        port = Int(UInt16(bigEndian: address.sin_port))
        self.descriptor = descriptor
        self.replies = replies
        Thread.detachNewThread { [self] in
            while true {
                let accepted = accept(descriptor, nil, nil)
                guard accepted >= 0 else { break }
                state.withLock { $0.connections += 1 }
                Thread.detachNewThread { [self] in serve(accepted) }
            }
            close(descriptor)
        }
    }

    func stop() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    var baseURL: String { "http://127.0.0.1:\(port)/v1" }
    var requests: [Received] { state.withLock { $0.requests } }
    var connections: Int { state.withLock { $0.connections } }

    private func serve(_ descriptor: Int32) {
        var patience = timeval(tv_sec: 120, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var isOne: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &isOne, socklen_t(MemoryLayout<Int32>.size))
        defer { close(descriptor) }
        var connection = Connection(descriptor: descriptor)
        while let request = connection.readRequest() {
            let number = state.withLock { state in
                state.requests.append(request)
                return state.requests.count - 1
            }
            arrivals.fire()
            let reply = replies[min(number, replies.count - 1)]
            for piece in reply.pieces { guard connection.send(piece) else { return closings.fire() } }
            if let piece = reply.endlessPiece { while connection.send(piece) {} }
            switch reply.ending {
            case .keepsOpen: continue
            case .closes: return
            case .closesBehind(let gate): return gate.wait()
            case .waits:
                connection.waitForClose()
                return closings.fire()
            }
        }
    }
}

/// The server's end of a connection. Calls block.
private struct Connection {
    let descriptor: Int32
    private var received: [UInt8] = []

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// - Returns: `nil` when the client has closed.
    mutating func readRequest() -> StandInServer.Received? {
        let mark = Array("\r\n\r\n".utf8)
        var end: Int?
        while end == nil {
            end = received.firstRange(of: mark)?.lowerBound
            if end == nil, !receive() { return nil }
        }
        let lines = String(decoding: received[..<end!], as: UTF8.self).components(separatedBy: "\r\n")
        received.removeFirst(end! + 4)
        var request = StandInServer.Received(path: lines[0].components(separatedBy: " ")[1])
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            request.fields[parts[0].lowercased()] = parts.count > 1 ? String(parts[1].dropFirst()) : ""
        }
        let length = Int(request.fields["content-length"] ?? "") ?? 0
        while received.count < length { if !receive() { return nil } }
        request.body = Array(received[..<length])
        received.removeFirst(length)
        return request
    }

    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    mutating func waitForClose() { while receive() {} }

    private mutating func receive() -> Bool {
        var piece = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &piece, piece.count, 0)
        guard count > 0 else { return false }
        received += piece[..<count]
        return true
    }
}

/// Something that happens on the server's side, and that a test waits for.
final class Signal: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }

    func fire() { continuation.yield() }

    func wait() async {
        var iterator = stream.makeAsyncIterator()
        await iterator.next()
    }
}

/// Holds a server's thread until a test opens it.
final class Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    func open() { semaphore.signal() }
    func wait() { semaphore.wait() }
}

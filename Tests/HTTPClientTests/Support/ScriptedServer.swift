import CLinux
import Foundation
import Synchronization

/// A server on a loopback port of its own whose connections each run a script on a thread of their own.
final class ScriptedServer: @unchecked Sendable {
    // Sendable: set once.
    let port: Int
    private let descriptor: Int32
    private let isStopped = Atomic(false)

    /// - Parameter script: what happens on a connection, by the number it was accepted as, from 0.
    init(_ script: @escaping @Sendable (_ peer: Peer, _ number: Int) throws -> Void) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 512) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isListening else { throw PeerFailure.system(errno) }
        port = Int(UInt16(bigEndian: address.sin_port))
        self.descriptor = descriptor
        Thread.detachNewThread {
            var number = 0
            while true {
                let accepted = accept4(descriptor, nil, nil, Int32(SOCK_CLOEXEC.rawValue))
                guard accepted >= 0 else { break }
                let index = number
                number += 1
                Thread.detachNewThread {
                    let peer = Peer(accepted)
                    // A script that meets the connection's end is over.
                    try? script(peer, index)
                    peer.close()
                }
            }
            close(descriptor)
        }
    }

    deinit { stop() }

    /// Ends the accepting thread, which closes the descriptor: its number may be another's from then on.
    func stop() {
        guard !isStopped.exchange(true, ordering: .relaxed) else { return }
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    func url(_ path: String = "/") -> String { "http://127.0.0.1:\(port)\(path)" }
}

enum PeerFailure: Error {
    case system(Int32)
    case closed
}

/// The server's end of a connection. Calls block; after three minutes they throw, so that a defect fails a test instead
/// of hanging it.
final class Peer {
    private var descriptor: Int32
    private var received: [UInt8] = []

    var fileDescriptor: Int32 { descriptor }

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        var timeout = timeval(tv_sec: 180, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    }

    struct Request {
        var line = ""
        var fields: [String] = []
        var body: [UInt8] = []

        subscript(name: String) -> String? {
            fields.first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
                .map { $0.dropFirst(name.utf8.count + 1).trimmingCharacters(in: .whitespaces) }
        }
    }

    func readRequest() throws -> Request {
        while endOfHead == nil { try receive() }
        let end = endOfHead!
        let head = String(decoding: received[..<end], as: UTF8.self)
        received.removeFirst(end + 4)
        var lines = head.components(separatedBy: "\r\n")
        var request = Request(line: lines.removeFirst(), fields: lines)
        let length = request["content-length"].flatMap { Int($0) } ?? 0
        while received.count < length { try receive() }
        request.body = Array(received[..<length])
        received.removeFirst(length)
        return request
    }

    private var endOfHead: Int? {
        guard received.count >= 4 else { return nil }
        return (0...(received.count - 4)).first { received[$0..<$0 + 4].elementsEqual([13, 10, 13, 10]) }
    }

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    func send(_ octets: [UInt8]) throws {
        var sent = 0
        while sent < octets.count {
            let count = octets.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress! + sent, octets.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw PeerFailure.system(errno) }
            sent += count
        }
    }

    /// Sends what the connection takes at once.
    ///
    /// - Returns: how much that was.
    func sendWithoutWaiting(_ octets: [UInt8]) -> Int {
        var sent = 0
        while sent < octets.count {
            let count = octets.withUnsafeBytes {
                Glibc.send(
                    descriptor, $0.baseAddress! + sent, octets.count - sent,
                    Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
            }
            guard count > 0 else { break }
            sent += count
        }
        return sent
    }

    func answer(_ body: String, status: String = "200 OK", fields: [String] = []) throws {
        let lines = ["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)"] + fields
        try send(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
    }

    /// Returns once the client has closed its end, well or badly.
    func waitForClose() {
        do { while true { try receive() } } catch {}
    }

    func close() {
        if descriptor >= 0 { Glibc.close(descriptor) }
        descriptor = -1
    }

    /// Goes as a machine does that lost its state.
    func reset() {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
        close()
    }

    private func receive() throws {
        var piece = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &piece, piece.count, 0)
        guard count > 0 else { throw count == 0 ? PeerFailure.closed : .system(errno) }
        received += piece[..<count]
    }
}

extension Peer {
    /// Whether the connection has taken all it will: no room within the time that one round over loopback takes many
    /// times over.
    func isFull() -> Bool {
        var watched = pollfd(fd: fileDescriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&watched, 1, 500) == 0
    }
}

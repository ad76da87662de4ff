import CLinux
import Glibc

@testable import HTTPServer

/// A client on a plain socket, which can misbehave. Calls block; after 30 s without an octet they throw, so that a
/// defect fails a test instead of hanging it.
final class TestClient: @unchecked Sendable {
    // Sendable: a test hands it to one thread at a time.
    enum Failure: Error {
        case noSocket(Int32)
        case notConnected(Int32)
        case timedOut
        case closed(after: String)
        case unparsable(String)
    }

    private var descriptor: Int32
    private var received: [UInt8] = []
    /// For a test to note that the server closed without a word.
    var isTurnedAway = false

    init(port: Int, receiveBuffer: Int32? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Failure.noSocket(errno) }
        // A guard against hanging for ever: tests of every target share the threads that a handler waits for.
        var timeout = timeval(tv_sec: 180, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        if var receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, socklen_t(MemoryLayout<Int32>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Failure.notConnected(errno) }
    }

    deinit { close() }

    /// - Returns: whether all of it could be sent.
    @discardableResult
    func send(_ text: String) -> Bool {
        send(Array(text.utf8))
    }

    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count < 0 { return false }
            sent += count
        }
        return true
    }

    func finishSending() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    func close() {
        if descriptor >= 0 { Glibc.close(descriptor) }
        descriptor = -1
    }

    /// Goes as a machine does that lost its state: the server sees a reset.
    func reset() {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
        close()
    }

    /// Reads up to and including the marker.
    func read(through marker: String) throws -> String {
        let marker = Array(marker.utf8)
        while true {
            if let end = position(of: marker) { return take(end + marker.count) }
            guard try receive() else { throw Failure.closed(after: String(decoding: received, as: UTF8.self)) }
        }
    }

    /// Reads until the server closes. `nil` when it was reset.
    func readToEnd() throws -> String? {
        do {
            while try receive() {}
        } catch Failure.closed {
            return nil
        }
        return take(received.count)
    }

    /// Reads one response; its body is decoded.
    func readResponse(toHead: Bool = false) throws -> TestResponse {
        let head = try read(through: "\r\n\r\n")
        guard var response = TestResponse(head: head) else { throw Failure.unparsable(head) }
        if toHead || response.status == 204 || response.status == 304 || response.status == 100 { return response }
        if let length = response["content-length"].flatMap({ Int($0) }) {
            response.body = try readExactly(length)
        } else if response["transfer-encoding"] == "chunked" {
            while let chunk = try readChunk() { response.body += chunk }
        } else {
            response.body = try readToEnd() ?? ""
        }
        return response
    }

    /// - Returns: `nil` for the last chunk.
    func readChunk() throws -> String? {
        let line = try read(through: "\r\n")
        guard let size = Int(line.dropLast(1), radix: 16) else { throw Failure.unparsable(line) }
        let chunk = try readExactly(size)
        guard try readExactly(2) == "\r\n" else { throw Failure.unparsable(chunk) }
        return size == 0 ? nil : chunk
    }

    private func readExactly(_ count: Int) throws -> String {
        while received.count < count {
            guard try receive() else { throw Failure.closed(after: String(decoding: received, as: UTF8.self)) }
        }
        return take(count)
    }

    private func take(_ count: Int) -> String {
        defer { received.removeFirst(count) }
        return String(decoding: received[..<count], as: UTF8.self)
    }

    private func position(of marker: [UInt8]) -> Int? {
        guard received.count >= marker.count else { return nil }
        return (0...(received.count - marker.count)).first { received[$0...].starts(with: marker) }
    }

    private func receive() throws -> Bool {
        let count = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 65_536) { buffer in
            let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
            if count > 0 { received.append(contentsOf: buffer[..<count]) }
            return count
        }
        if count < 0 {
            throw errno == EAGAIN ? Failure.timedOut : .closed(after: String(decoding: received, as: UTF8.self))
        }
        return count > 0
    }
}

struct TestResponse {
    var status: Int
    var headers: [(name: String, value: String)] = []
    var body = ""

    init?(head: String) {
        var lines = head.utf8.split(separator: 10).map { String(decoding: $0.dropLast(), as: UTF8.self) }
        guard lines.count > 0 else { return nil }
        let line = lines.removeFirst()
        guard line.hasPrefix("HTTP/1.1 "), let status = Int(line.dropFirst(9).prefix(3)) else { return nil }
        self.status = status
        for line in lines where !line.isEmpty {
            guard let colon = line.firstIndex(of: ":") else { return nil }
            headers.append((line[..<colon].lowercased(), String(line[line.index(after: colon)...].dropFirst())))
        }
    }

    subscript(name: String) -> String? {
        headers.first { $0.name == name }?.value
    }
}

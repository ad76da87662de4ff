import Formats
import Foundation
import Glibc
import Synchronization
import Testing

/// A server on a loopback port of its own that answers JSON with JSON: a model's, or a collector's. Each connection has a
/// thread, so an answer may block.
final class StandIn: Sendable {
    struct Request: Sendable {
        let path: String
        let body: JSONValue
    }

    let port: Int
    private let listener: Int32
    private let kept = Mutex<[Request]>([])

    var url: String { "http://127.0.0.1:\(port)" }
    /// All so far, oldest first.
    var requests: [Request] { kept.withLock { $0 } }

    /// - Parameter answer: is given the request and its number, from 0.
    init(_ answer: @escaping @Sendable (Request, Int) -> JSONValue) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && listen(listener, 64) == 0 && getsockname(listener, $0, &size) == 0
            }
        }
        try #require(isListening)
        port = Int(UInt16(bigEndian: address.sin_port))
        self.listener = listener
        Thread.detachNewThread { [weak self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { break }
                Thread.detachNewThread { [weak self] in
                    var received: [UInt8] = []
                    while let request = Self.read(from: client, &received) {
                        guard let self else { break }
                        let number = kept.withLock { kept in
                            kept.append(request)
                            return kept.count - 1
                        }
                        Self.send(answer(request, number), to: client)
                    }
                    close(client)
                }
            }
            close(listener)
        }
    }

    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    private static func read(from client: Int32, _ received: inout [UInt8]) -> Request? {
        let blank = Array("\r\n\r\n".utf8)
        while true {
            if let end = received.firstRange(of: blank) {
                let lines = String(decoding: received[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
                let length = lines.lazy.compactMap { line -> Int? in
                    let parts = line.split(separator: ":", maxSplits: 1)
                    guard parts.count == 2, parts[0].lowercased() == "content-length" else { return nil }
                    return Int(parts[1].trimmingCharacters(in: .whitespaces))
                }.first
                let total = end.upperBound + (length ?? 0)
                if received.count >= total {
                    let body = Array(received[end.upperBound..<total])
                    received.removeFirst(total)
                    let path = lines[0].split(separator: " ").dropFirst().first.map(String.init) ?? ""
                    return Request(path: path, body: (try? JSONValue(parsing: body)) ?? .null)
                }
            }
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = recv(client, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            received += buffer[..<count]
        }
    }

    private static func send(_ body: JSONValue, to client: Int32) {
        let text = body.text
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(text.utf8.count)\r\n\r\n"
        var rest = Array((head + text).utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}

import Foundation
import Glibc
import Synchronization
import Testing

/// Stands between a desk and its database server, and can be taken away as a server can.
final class Relay: Sendable {
    let port: Int
    private let target: Int
    private let state = Mutex(State())

    private struct State {
        var listener: Int32 = -1
        var connections: Set<Int32> = []
    }

    /// - Parameter target: the server's port on this machine.
    init(to target: Int) throws {
        self.target = target
        let listener = try #require(Self.listener(port: 0))
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(listener, $0, &size) }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        serve(listener)
    }

    deinit { cut() }

    /// Nobody listens any more, and who was connected is cut off.
    func cut() {
        let all = state.withLock { state in
            defer { state = State() }
            return [state.listener] + state.connections
        }
        for descriptor in all where descriptor >= 0 { shutdown(descriptor, Int32(SHUT_RDWR)) }
    }

    func resume() throws { serve(try #require(Self.listener(port: port))) }

    private static func listener(port: Int) -> Int32? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, 4)
        let bound = withLoopback(port) { bind(descriptor, $0, $1) }
        guard bound == 0, listen(descriptor, 64) == 0 else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    private func serve(_ listener: Int32) {
        state.withLock { $0.listener = listener }
        let target = target
        Thread.detachNewThread { [weak self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { break }
                let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
                guard withLoopback(target, { connect(server, $0, $1) }) == 0, let self else {
                    close(client)
                    close(server)
                    continue
                }
                state.withLock { $0.connections.formUnion([client, server]) }
                Self.pass(client, server) { [weak self] in
                    self?.state.withLock { $0.connections.subtract([client, server]) }
                }
            }
            close(listener)
        }
    }

    private static func pass(_ one: Int32, _ other: Int32, ended: @escaping @Sendable () -> Void) {
        Thread.detachNewThread {
            var buffer = [UInt8](repeating: 0, count: 65_536)
            var ends = [
                pollfd(fd: one, events: Int16(POLLIN), revents: 0),
                pollfd(fd: other, events: Int16(POLLIN), revents: 0),
            ]
            passing: while poll(&ends, 2, -1) > 0 {
                for (source, goal) in [(0, 1), (1, 0)] where ends[source].revents != 0 {
                    let count = recv(ends[source].fd, &buffer, buffer.count, 0)
                    guard count > 0, sendAll(buffer[..<count], to: ends[goal].fd) else { break passing }
                }
            }
            ended()
            close(one)
            close(other)
        }
    }

    private static func sendAll(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}

private func withLoopback(_ port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
}

import CLinux
import Glibc

/// A listening socket. Closed when its last owner lets go.
final class Listener: Sendable {
    let descriptor: Int32
    let address: RemoteAddress

    enum Arrival {
        case connection(Int32, RemoteAddress)
        /// Nobody waits.
        case nobody
        /// Somebody may wait, but no descriptor is left.
        case descriptorsExhausted
    }

    init(host: String, port: Int) throws(ServerError) {
        let (family, storage, length) = try Self.resolve(host: host, port: port)
        let descriptor = socket(
            family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw .system(call: "socket", errno: errno) }
        do throws(ServerError) {
            address = try Self.listen(descriptor, family, storage, length, host: host, port: port)
        } catch {
            close(descriptor)
            throw error
        }
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    func accept() -> Arrival {
        while true {
            var storage = sockaddr_storage()
            var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let accepted = withUnsafeMutablePointer(to: &storage) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    accept4(
                        descriptor, $0, &length,
                        Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue))
                }
            }
            if accepted >= 0 {
                guard let address = RemoteAddress(storage) else {
                    close(accepted)
                    continue
                }
                var one: Int32 = 1
                setsockopt(accepted, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
                return .connection(accepted, address)
            }
            switch errno {
            case EMFILE, ENFILE, ENOBUFS, ENOMEM: return .descriptorsExhausted
            case EINTR, ECONNABORTED, EPROTO: continue
            default: return .nobody
            }
        }
    }

    private static func resolve(
        host: String, port: Int
    ) throws(ServerError) -> (family: Int32, storage: sockaddr_storage, length: socklen_t) {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        var found: UnsafeMutablePointer<addrinfo>?
        guard (0...65_535).contains(port), getaddrinfo(host, String(port), &hints, &found) == 0, let first = found
        else { throw .unknownHost(host) }
        defer { freeaddrinfo(first) }
        var storage = sockaddr_storage()
        let length = first.pointee.ai_addrlen
        withUnsafeMutableBytes(of: &storage) {
            $0.copyMemory(from: UnsafeRawBufferPointer(start: first.pointee.ai_addr, count: Int(length)))
        }
        return (first.pointee.ai_family, storage, length)
    }

    private static func listen(
        _ descriptor: Int32, _ family: Int32, _ storage: sockaddr_storage, _ length: socklen_t, host: String,
        port: Int
    ) throws(ServerError) -> RemoteAddress {
        var storage = storage
        var length = length
        var one: Int32 = 1
        var zero: Int32 = 0
        let size = socklen_t(MemoryLayout<Int32>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, size)
        if family == AF_INET6 { setsockopt(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &zero, size) }
        let failure = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address -> (String, Int32)? in
                if bind(descriptor, address, length) != 0 { return ("bind", errno) }
                if Glibc.listen(descriptor, 4096) != 0 { return ("listen", errno) }
                length = socklen_t(MemoryLayout<sockaddr_storage>.size)
                return getsockname(descriptor, address, &length) == 0 ? nil : ("getsockname", errno)
            }
        }
        switch failure {
        case (_, EADDRINUSE)?: throw .portTaken(host: host, port: port)
        case (_, EACCES)?, (_, EPERM)?: throw .notPermitted(host: host, port: port)
        case (_, EADDRNOTAVAIL)?: throw .unknownHost(host)
        case (let call, let errno)?: throw .system(call: call, errno: errno)
        case nil: break
        }
        guard let address = RemoteAddress(storage) else { throw .unknownHost(host) }
        return address
    }
}

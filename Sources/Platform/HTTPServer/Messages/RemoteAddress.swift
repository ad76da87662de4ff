import CLinux
import Glibc

/// The address a connection came from, or one that the server listens on.
package struct RemoteAddress: Hashable, Sendable {
    // An IPv6 address in two halves; an IPv4 address is kept as ::ffff:a.b.c.d, so that each has one form only.
    private let high: UInt64
    private let low: UInt64
    package let port: Int

    private static let mappedPrefix: UInt64 = 0xffff

    /// 127.0.0.1, also for requests that are made without a network.
    package static let loopback = RemoteAddress(v4: 0x7f00_0001, port: 0)

    /// - Parameter v4: the address as a number, 127.0.0.1 being 0x7f000001.
    package init(v4: UInt32, port: Int) {
        self.init(high: 0, low: Self.mappedPrefix << 32 | UInt64(v4), port: port)
    }

    package init(high: UInt64, low: UInt64, port: Int) {
        self.high = high
        self.low = low
        self.port = port
    }

    private var v4: UInt32? {
        high == 0 && low >> 32 == Self.mappedPrefix ? UInt32(truncatingIfNeeded: low) : nil
    }

    /// Whether the peer is this machine. It may still be a proxy that speaks for someone else.
    package var isLoopback: Bool {
        if let v4 { v4 >> 24 == 127 } else { high == 0 && low == 1 }
    }

    /// What is counted as one peer: an IPv4 address, or an IPv6 network of 64 bits, which one customer of a
    /// provider has to himself.
    var network: Network {
        v4 == nil ? Network(high: high, low: 0) : Network(high: high, low: low)
    }

    struct Network: Hashable, Sendable {
        let high: UInt64
        let low: UInt64
    }

    /// The address without its port: `192.0.2.1` or `2001:db8::1`.
    package var host: String {
        if let v4 {
            return "\(v4 >> 24).\(v4 >> 16 & 255).\(v4 >> 8 & 255).\(v4 & 255)"
        }
        var address = in6_addr()
        withUnsafeMutableBytes(of: &address) { bytes in
            bytes.storeBytes(of: high.bigEndian, as: UInt64.self)
            bytes.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
        }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { text in
            guard let start = text.baseAddress,
                inet_ntop(AF_INET6, &address, start, socklen_t(text.count)) != nil
            else { return "::" }
            return String(cString: start)
        }
    }
}

extension RemoteAddress: CustomStringConvertible {
    /// The address with its port: `192.0.2.1:80` or `[2001:db8::1]:80`.
    package var description: String {
        v4 == nil ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}

extension RemoteAddress {
    /// Reads what `accept` or `getsockname` filled in.
    init?(_ storage: sockaddr_storage) {
        switch Int32(storage.ss_family) {
        case AF_INET:
            let address = withUnsafeBytes(of: storage) { $0.loadUnaligned(as: sockaddr_in.self) }
            self.init(
                v4: UInt32(bigEndian: address.sin_addr.s_addr), port: Int(UInt16(bigEndian: address.sin_port)))
        case AF_INET6:
            var address = withUnsafeBytes(of: storage) { $0.loadUnaligned(as: sockaddr_in6.self) }
            let (high, low) = withUnsafeBytes(of: &address.sin6_addr) { bytes in
                (
                    UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                    UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
                )
            }
            self.init(high: high, low: low, port: Int(UInt16(bigEndian: address.sin6_port)))
        default: return nil
        }
    }
}

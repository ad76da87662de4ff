import CCurl
import Glibc

/// Which addresses the whole internet can reach (IANA's special-purpose registries, RFC 6890).
enum AddressRules {
    static func isPublic(_ address: UnsafePointer<sockaddr>) -> Bool {
        let raw = UnsafeRawPointer(address)
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            return isPublic(v4: UInt32(bigEndian: raw.load(as: sockaddr_in.self).sin_addr.s_addr))
        case AF_INET6:
            return withUnsafeBytes(of: raw.load(as: sockaddr_in6.self).sin6_addr) { isPublic(v6: Array($0)) }
        default: return false
        }
    }

    static func isPublic(v4 address: UInt32) -> Bool {
        !closed.contains { address >> (32 - $0.bits) == $0.network >> (32 - $0.bits) }
    }

    /// - Parameter address: 16 octets. Only 2000::/3 is given out; of it, what embeds an IPv4 address is judged by that.
    static func isPublic(v6 address: [UInt8]) -> Bool {
        func v4(at offset: Int) -> UInt32 { address[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) } }
        let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]
        let nat64: [UInt8] = [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0]
        if address.starts(with: mapped) || address.starts(with: nat64) { return isPublic(v4: v4(at: 12)) }
        // 6to4
        if address.starts(with: [0x20, 0x02]) { return isPublic(v4: v4(at: 2)) }
        // 2001::/23 (Teredo and others), 2001:db8::/32 and 3fff::/20 (documentation)
        if address.starts(with: [0x20, 0x01]), address[2] < 2 || address[2] == 0x0d && address[3] == 0xb8 {
            return false
        }
        if address.starts(with: [0x3f, 0xff]), address[2] < 0x10 { return false }
        return address[0] & 0xe0 == 0x20
    }

    private static let closed: [(network: UInt32, bits: UInt32)] = [
        (0x0000_0000, 8), (0x0a00_0000, 8), (0x6440_0000, 10), (0x7f00_0000, 8), (0xa9fe_0000, 16), (0xac10_0000, 12),
        (0xc000_0000, 24), (0xc000_0200, 24), (0xc058_6300, 24), (0xc0a8_0000, 16), (0xc612_0000, 15),
        (0xc633_6400, 24), (0xcb00_7100, 24), (0xe000_0000, 3),
    ]
}

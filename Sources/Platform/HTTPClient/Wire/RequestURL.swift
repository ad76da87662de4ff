/// What the client needs to know of a URL before curl parses it.
struct RequestURL {
    /// Lower case; `nil` where the host is an address, which needs no look-up.
    let hostName: String?

    /// Takes absolute URLs without user information, whose octets are those that RFC 3986 lets travel.
    ///
    /// - Throws: `HTTPError.invalidURL`.
    init(_ text: String) throws(HTTPError) {
        var text = text
        let host = text.withUTF8 { Self.host(in: UnsafeRawBufferPointer($0)) }
        guard let host else { throw .invalidURL }
        hostName = host.name
    }

    private struct Host {
        let name: String?
    }

    private static func host(in octets: UnsafeRawBufferPointer) -> Host? {
        guard octets.count <= 64 * 1024, octets.allSatisfy(mayTravel) else { return nil }
        guard let start = authorityStart(octets) else { return nil }
        var end = start
        while end < octets.count, !endsAuthority(octets[end]) { end += 1 }
        let authority = octets[start..<end]
        if authority.first == UInt8(ascii: "[") {
            guard let close = authority.firstIndex(of: UInt8(ascii: "]")), isPort(octets[(close + 1)..<end]),
                octets[(start + 1)..<close].allSatisfy(isAddressOctet), close - start > 2
            else { return nil }
            return Host(name: nil)
        }
        let colon = authority.firstIndex(of: UInt8(ascii: ":")) ?? end
        let host = octets[start..<colon]
        guard !host.isEmpty, host.count <= 253, host.allSatisfy(isNameOctet), isPort(octets[colon..<end]) else {
            return nil
        }
        guard !host.allSatisfy({ $0 == UInt8(ascii: ".") || isDigit($0) }) else { return Host(name: nil) }
        return Host(name: String(decoding: host, as: UTF8.self).lowercased())
    }

    private static func authorityStart(_ octets: UnsafeRawBufferPointer) -> Int? {
        for scheme in ["http://", "https://"] as [StaticString] where octets.count > scheme.utf8CodeUnitCount {
            let matches = (0..<scheme.utf8CodeUnitCount).allSatisfy {
                Octets.lowercased(octets[$0]) == scheme.utf8Start[$0]
            }
            if matches { return scheme.utf8CodeUnitCount }
        }
        return nil
    }

    private static func mayTravel(_ octet: UInt8) -> Bool {
        switch octet {
        case UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\\"): false
        default: octet > 32 && octet < 127
        }
    }

    private static func endsAuthority(_ octet: UInt8) -> Bool {
        octet == UInt8(ascii: "/") || octet == UInt8(ascii: "?") || octet == UInt8(ascii: "#")
    }

    private static func isPort(_ octets: Slice<UnsafeRawBufferPointer>) -> Bool {
        guard let colon = octets.first else { return true }
        let digits = octets.dropFirst()
        guard colon == UInt8(ascii: ":"), 1...5 ~= digits.count, digits.allSatisfy(isDigit) else { return false }
        return 1...65_535 ~= digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    private static func isDigit(_ octet: UInt8) -> Bool {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= octet
    }

    private static func isNameOctet(_ octet: UInt8) -> Bool {
        switch Octets.lowercased(octet) {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
        default: isDigit(octet)
        }
    }

    private static func isAddressOctet(_ octet: UInt8) -> Bool {
        switch Octets.lowercased(octet) {
        case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: ":"), UInt8(ascii: "."): true
        default: isDigit(octet)
        }
    }
}

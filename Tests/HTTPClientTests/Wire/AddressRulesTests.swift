import Glibc
import Testing

@testable import HTTPClient

@Suite struct AddressRulesTests {
    private func isPublic(_ text: String) throws -> Bool {
        var v4 = in_addr()
        if inet_pton(AF_INET, text, &v4) == 1 { return AddressRules.isPublic(v4: UInt32(bigEndian: v4.s_addr)) }
        var v6 = in6_addr()
        try #require(inet_pton(AF_INET6, text, &v6) == 1)
        return AddressRules.isPublic(v6: withUnsafeBytes(of: v6) { Array($0) })
    }

    @Test(arguments: [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255",
        "192.0.0.8",
        "192.168.1.1", "198.18.0.1", "203.0.113.9", "224.0.0.1", "255.255.255.255", "::", "::1", "::ffff:10.0.0.1",
        "64:ff9b::a00:1", "2002:a00:1::", "fc00::1", "fd12::1", "fe80::1", "ff02::1", "2001:db8::1", "2001::1",
        "3fff::1",
    ])
    func `special addresses are not public`(text: String) throws {
        #expect(try !isPublic(text))
    }

    @Test(arguments: [
        "1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "192.0.1.1",
        "223.255.255.255",
        "2606:4700::1111", "2001:4860::8888", "2002:808:808::", "::ffff:8.8.8.8", "64:ff9b::808:808",
    ])
    func `addresses of the internet are public`(text: String) throws {
        #expect(try isPublic(text))
    }
}

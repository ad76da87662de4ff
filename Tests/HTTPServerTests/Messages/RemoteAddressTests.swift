import Testing

@testable import HTTPServer

@Suite struct RemoteAddressTests {
    @Test func `addresses are written as people write them`() {
        #expect(RemoteAddress(v4: 0xc000_0201, port: 80).description == "192.0.2.1:80")
        #expect(RemoteAddress(high: 0x2001_0db8_0000_0000, low: 1, port: 443).description == "[2001:db8::1]:443")
    }

    @Test func `loopback is 127.0.0.0/8 and ::1, also as IPv6 shows IPv4`() {
        #expect(RemoteAddress(v4: 0x7f01_0203, port: 1).isLoopback)
        #expect(RemoteAddress(high: 0, low: 1, port: 1).isLoopback)
        #expect(RemoteAddress(high: 0, low: 0xffff_7f00_0001, port: 1).isLoopback)
        #expect(!RemoteAddress(v4: 0x8001_0203, port: 1).isLoopback)
        #expect(!RemoteAddress(high: 0, low: 0, port: 1).isLoopback)
    }

    @Test func `an IPv6 network of 64 bits counts as one peer`() {
        #expect(
            RemoteAddress(high: 7, low: 1 << 60, port: 1).network == RemoteAddress(high: 7, low: 2, port: 2).network)
        #expect(RemoteAddress(v4: 7, port: 1).network != RemoteAddress(v4: 8, port: 1).network)
    }
}

import Testing

@testable import HTTPClient

@Suite struct URLTests {
    @Test(arguments: [
        "", "/", "example.com", "//example.com", "ftp://example.com/", "file:///etc/passwd", "http:", "http://",
        "http:///path", "https://?q", "http://user:secret@example.com/", "http://exa mple.com/",
        "http://example.com/a b",
        "http://example.com/\r\nX: y", "http://example.com/\0", "http://example.com:0/", "http://example.com:65536/",
        "http://example.com:/", "http://example.com:80a/", "http://exämple.com/", "http://example.com/ä", "http://[::1",
        "http://[]/", "http://[::1]x/", "http://example.com\\@evil.test/", "gopher://a/", "http://a%00b/",
        "http://a\"b/",
    ])
    func `an unsound URL is refused`(text: String) {
        #expect(throws: HTTPError.invalidURL) { try RequestURL(text) }
    }

    @Test(arguments: [
        ("http://example.com", "example.com"), ("HTTPS://Example.COM:8443/a?b=c#d", "example.com"),
        ("http://127.0.0.1:80/", nil), ("http://[::1]:80/", nil), ("http://a_b-c.test?x", "a_b-c.test"),
        ("http://localhost/%20|{}", "localhost"),
    ])
    func `a sound URL tells which name to look up`(text: String, name: String?) throws {
        #expect(try RequestURL(text).hostName == name)
    }

    @Test func `a call with an unsound URL fails before it begins`() async throws {
        try await withClient { client in
            await #expect(throws: HTTPError.invalidURL) { try await client.get("file:///etc/passwd") }

            #expect(client.statistics.callsStarted == 0)
        }
    }
}

import Testing

@testable import HTTPServer

@Suite struct HeadParserTests {
    static let hostile: [(head: String, refusal: Refusal)] = [
        ("garbage\r\n\r\n", .malformed(.requestLine)),
        ("\0\u{1}\u{2}\r\n\r\n", .malformed(.requestLine)),
        (" GET / HTTP/1.1\r\nHost: a\r\n\r\n", .malformed(.requestLine)),
        ("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", .malformed(.requestLine)),
        ("GET / HTTP/1.1 \r\nHost: a\r\n\r\n", .malformed(.requestLine)),
        ("GET /\r\nHost: a\r\n\r\n", .malformed(.requestLine)),
        ("GET / HTTP/1.1\nHost: a\n\n", .malformed(.requestLine)),
        ("GET / http/1.1\r\nHost: a\r\n\r\n", .malformed(.requestLine)),
        ("GET / HTTP/x.1\r\nHost: a\r\n\r\n", .malformed(.requestLine)),
        ("G\u{E9}T / HTTP/1.1\r\nHost: a\r\n\r\n", .malformed(.requestLine)),
        ("GET / HTTP/1.2\r\nHost: a\r\n\r\n", .unknownVersion),
        ("GET / HTTP/0.9\r\nHost: a\r\n\r\n", .unknownVersion),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", .unknownVersion),
        ("GET * HTTP/1.1\r\nHost: a\r\n\r\n", .malformed(.target)),
        ("GET a HTTP/1.1\r\nHost: a\r\n\r\n", .malformed(.target)),
        ("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n", .malformed(.target)),
        ("GET /# HTTP/1.1\r\nHost: a\r\n\r\n", .malformed(.target)),
        ("GET /\u{E9} HTTP/1.1\r\nHost: a\r\n\r\n", .malformed(.target)),
        ("GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n", .malformed(.target)),
        ("GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", .malformed(.target)),
        ("GET /%4 HTTP/1.1\r\nHost: a\r\n\r\n", .malformed(.target)),
        ("GET /%ff HTTP/1.1\r\nHost: a\r\n\r\n", .malformed(.target)),
        ("GET /%41?q=%e HTTP/1.1\r\nHost: a\r\n\r\n", .malformed(.target)),
        ("GET /?q=%00 HTTP/1.1\r\nHost: a\r\n\r\n", .malformed(.target)),
        ("GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n", .malformed(.target)),
        ("GET http://a?x HTTP/1.1\r\nHost: a?x\r\n\r\n", .malformed(.host)),
        ("GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n", .malformed(.host)),
        ("GET / HTTP/1.1\r\n\r\n", .malformed(.host)),
        ("GET / HTTP/1.1\r\nHost:\r\n\r\n", .malformed(.host)),
        ("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", .malformed(.host)),
        ("GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", .malformed(.host)),
        ("GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", .malformed(.host)),
        ("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", .malformed(.host)),
        ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", .malformed(.field)),
        ("GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n", .malformed(.field)),
        ("GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n", .malformed(.field)),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n folded\r\n\r\n", .malformed(.field)),
        ("GET / HTTP/1.1\r\n Host: a\r\n\r\n", .malformed(.field)),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n", .malformed(.field)),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n", .malformed(.field)),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: a\nb\r\n\r\n", .malformed(.field)),
        ("GET / HTTP/1.1\r\nHost: a\r\nX(y): b\r\n\r\n", .malformed(.field)),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n", .malformed(.length)),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\n", .malformed(.length)),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n", .malformed(.length)),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x5\r\n\r\n", .malformed(.length)),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\n\r\n", .malformed(.length)),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5 5\r\n\r\n", .malformed(.length)),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n", .malformed(.length)),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n", .malformed(.length)),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length : 5\r\n\r\n", .malformed(.field)),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
            .malformed(.length)
        ),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n",
            .malformed(.length)
        ),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
            .malformed(.length)
        ),
        ("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", .malformed(.length)),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", .unknownTransferCoding),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", .unknownTransferCoding),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n", .unknownTransferCoding),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n", .unknownTransferCoding),
        ("POST / HTTP/1.1\r\nHost: a\r\nExpect: 200-ok\r\n\r\n", .unknownExpectation),
        ("GET /\(String(repeating: "a", count: 9_000)) HTTP/1.1\r\nHost: a\r\n\r\n", .targetTooLong),
        ("GET /\(String(repeating: "a", count: 17_000))", .targetTooLong),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "a", count: 17_000))\r\n\r\n", .headTooLarge),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "a", count: 17_000))", .headTooLarge),
        ("GET / HTTP/1.1\r\nHost: a\r\n\(String(repeating: "A: b\r\n", count: 101))\r\n", .headTooLarge),
    ]

    @Test(arguments: hostile.indices)
    func `a head that two readers might take differently is refused`(index: Int) {
        let (head, refusal) = Self.hostile[index]

        let outcome = parse(Array(head.unicodeScalars.map { UInt8($0.value) }))

        #expect(outcome == .refused(refusal), "\(head.prefix(80).debugDescription)")
    }

    @Test func `a head is read into method, target, version and fields`() throws {
        let head = try #require(
            try parsed(
                "POST /a%20b/c?x=1&y HTTP/1.1\r\nHost: Example.com:80\r\nAccept:  */*\t\r\naccept: text/html\r\n\r\n"))

        #expect(head.request.method == .post)
        #expect(head.request.path == "/a b/c")
        #expect(head.request.target.rawPath == "/a%20b/c")
        #expect(head.request.target.rawQuery == "x=1&y")
        #expect(head.request.version == .http11)
        #expect(head.request.headers["HOST"] == "Example.com:80")
        #expect(head.request.headers.values(of: "Accept") == ["*/*", "text/html"])
        #expect(head.framing == .length(0))
        #expect(head.keepsAlive)
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", true), ("GET / HTTP/1.0\r\n\r\n", false),
        ("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", true),
        ("GET / HTTP/1.1\r\nHost: a\r\nConnection: foo ,\tCLOSE\r\n\r\n", false),
        ("GET / HTTP/1.1\r\nHost: a\r\nConnection: closed\r\n\r\n", true),
        ("GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n", false),
    ])
    func `a connection stays open as its version and its options say`(head: String, keepsAlive: Bool) throws {
        #expect(try parsed(head)?.keepsAlive == keepsAlive)
    }

    @Test(arguments: [
        ("http://a", "/"), ("HTTP://a/", "/"), ("https://A/x?y", "/x"),
    ])
    func `the absolute form is taken when it names the Host`(target: String, path: String) throws {
        let head = try parsed("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n")

        #expect(head?.request.path == path)
    }

    @Test func `an empty line before a request is passed over`() throws {
        let head = try parsed("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")

        #expect(head?.request.path == "/")
        #expect(head?.size == 29)
    }

    @Test func `a head may come in pieces of any size`() throws {
        let bytes = Array("GET /x HTTP/1.1\r\nHost: a\r\nAccept: b\r\n\r\n".utf8)
        let parser = HeadParser(ServerConfiguration())
        var searched = 0

        for end in 1..<bytes.count {
            let piece = bytes[..<end]
            let head = try parser.parse(piece.span, from: .loopback, searched: &searched)
            #expect(head == nil)
        }
        let head = try parser.parse(bytes.span, from: .loopback, searched: &searched)

        #expect(head?.request.path == "/x")
    }

    private func parsed(_ text: String) throws -> RequestHead? {
        var searched = 0
        let bytes = Array(text.utf8)
        return try HeadParser(ServerConfiguration()).parse(bytes.span, from: .loopback, searched: &searched)
    }
}

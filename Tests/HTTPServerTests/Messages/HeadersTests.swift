import Testing

@testable import HTTPServer

@Suite struct HeadersTests {
    @Test func `names are compared without regard to case, and repeat in order`() {
        let headers = Headers(["Set-Cookie": "a=1", "Vary": "Origin", "set-cookie": "b=2"])

        #expect(headers["SET-COOKIE"] == "a=1")
        #expect(headers.values(of: "Set-Cookie") == ["a=1", "b=2"])
        #expect(headers.all.map(\.name) == ["Set-Cookie", "Vary", "set-cookie"])
        #expect(headers["Origin"] == nil)
    }

    @Test func `setting a name replaces all of its values`() {
        var headers = Headers(["A": "1", "B": "2", "a": "3"])

        headers["a"] = "4"
        #expect(headers == Headers(["B": "2", "a": "4"]))

        headers["b"] = nil
        #expect(headers == Headers(["a": "4"]))
    }

    @Test(arguments: [
        ("X-A", "a\r\nSet-Cookie: stolen=1"), ("X-A", "a\nb"), ("X-A", "a\rb"), ("X-A", "a\0b"), ("X-A", "\u{7F}"),
        ("X A", "a"), ("X-A:", "a"), ("X\r\nY", "a"), ("", "a"), ("Ä", "a"),
    ])
    func `a field that could begin a line of its own is not kept`(name: String, value: String) {
        var headers = Headers(["B": "2"])

        headers.append(name, value)

        #expect(headers.flaw == name)
        #expect(headers.all.map(\.name) == ["B"])
    }

    @Test func `text beyond ASCII may stand in a value`() {
        #expect(Headers(["A": "Grüße\t!"])["a"] == "Grüße\t!")
    }

    @Test func `fields that frame the message are the server's`() {
        var output: [UInt8] = []

        Headers([
            "Content-Length": "5", "A": "b", "transfer-encoding": "chunked", "Connection": "upgrade", "Date": "now",
            "C": "d",
        ]).write(to: &output)

        #expect(String(decoding: output, as: UTF8.self) == "A: b\r\nC: d\r\n")
    }
}

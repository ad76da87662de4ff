import Testing

@testable import HTTPServer

@Suite struct RequestTargetTests {
    @Test func `segments are split before they are decoded`() throws {
        let target = try #require(RequestTarget("/a%2Fb/%C3%A4//c?d=/e"))

        #expect(target.segments == ["a/b", "ä", "", "c"])
        #expect(target.path == "/a/b/ä//c")
    }

    @Test func `a query's fields are decoded`() throws {
        let target = try #require(RequestTarget("/?a=1+2&b=%26&a=3&c&=d&&e=f=g"))

        #expect(target.query["a"] == "1 2")
        #expect(target.query.values(of: "a") == ["1 2", "3"])
        #expect(target.query["b"] == "&")
        #expect(target.query["c"] == "")
        #expect(target.query[""] == "d")
        #expect(target.query["e"] == "f=g")
        #expect(target.query["x"] == nil)
    }

    @Test(arguments: ["", "a", "/ ", "/%", "/%4", "/%g0", "/%00", "/%C3", "/#a", "/?%", "/ä", "/\u{7F}", "/\n"])
    func `what can't be decoded is no target`(text: String) {
        #expect(RequestTarget(text) == nil)
    }
}

import Testing

@testable import HTTPClient

@Suite struct HeadersTests {
    @Test func `names keep their case and compare without it`() {
        var headers: HTTPHeaders = ["X-One": "1", "x-one": "2", "B": " \t3 "]

        #expect(headers["X-ONE"] == "1")
        #expect(headers.values(of: "x-One") == ["1", "2"])
        #expect(headers["b"] == "3")
        #expect(headers.contains("X-one") && !headers.contains("X-on"))
        headers["x-one"] = "4"
        #expect(headers.all.map(\.name) == ["B", "x-one"])
        headers["B"] = nil
        #expect(headers.all.map(\.value) == ["4"])
    }

    @Test(arguments: ["a\r\nb", "a\nb", "a\0b", "\u{7f}", "a\rb"])
    func `a value with a control character is kept out`(value: String) {
        let headers: HTTPHeaders = ["A": "1", "B": value, "C": value]

        #expect(headers.flaw == "B")
        #expect(headers.all.map(\.name) == ["A"])
    }

    @Test func `equal fields in equal order are equal`() {
        #expect(HTTPHeaders(["A": "1", "B": "2"]) == ["A": "1", "B": "2"])
        #expect(HTTPHeaders(["A": "1", "B": "2"]) != ["B": "2", "A": "1"])
        #expect(HTTPHeaders(["A": "1"]) != ["a": "1"])
    }
}

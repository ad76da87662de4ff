import Testing

@testable import HTTPServer

@Suite struct FormTests {
    @Test func `an urlencoded body is read`() throws {
        let form = try #require(
            try request(
                "From=%2B4917&Body=Hello+W%C3%B6rld%0A&Empty=", as: "application/x-www-form-urlencoded; charset=UTF-8"
            ).form())

        #expect(form.all.map(\.name) == ["From", "Body", "Empty"])
        #expect(form["From"] == "+4917")
        #expect(form["Body"] == "Hello Wörld\n")
        #expect(form["Empty"] == "")
    }

    @Test func `a body of another type is no form`() throws {
        #expect(try request("a=b", as: "application/json").form() == nil)
        #expect(try request("a=b", as: nil).form() == nil)
    }

    @Test(arguments: ["a=%", "a=%0", "a=%zz", "%00=a", "a=%00", "a=\0", "a=%ff", "a=%C3"])
    func `a form that can't be decoded is refused`(body: String) {
        #expect(throws: FormError.malformed) {
            try request(body, as: "application/x-www-form-urlencoded").form()
        }
    }

    @Test func `too many fields are refused`() {
        let body = String(repeating: "a=b&", count: FormFields.limit + 1)

        #expect(throws: FormError.tooManyFields) {
            try request(body, as: "application/x-www-form-urlencoded").form()
        }
    }

    private func request(_ body: String, as type: String?) throws -> Request {
        var headers = Headers()
        headers["content-type"] = type
        return Request(.post, try #require(RequestTarget("/")), headers: headers, body: Array(body.utf8))
    }
}

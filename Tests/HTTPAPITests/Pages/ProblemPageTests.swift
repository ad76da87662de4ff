import HTTPServer
import SupportDesk
import Testing

struct ProblemPageTests {
    @Test(arguments: ["/tickets/00000000-0000-4000-8000-000000000000", "/tickets/rubbish", "/no/such/page"])
    func `people get a page for what isn't there`(path: String) async throws {
        let page = try await TestDesk().get(path)

        #expect(page.status == 404)
        #expect(page.header("Content-Type") == "text/html; charset=utf-8")
        #expect(page.text.contains("We can&#39;t find this page"))
        #expect(page.text.contains("href=\"/\""))
    }

    @Test(arguments: ["/tickets/00000000-0000-4000-8000-000000000000", "/no/such/page"])
    func `programs get problem details`(path: String) async throws {
        let problem = try await TestDesk().get(path, accept: "application/json")

        #expect(problem.status == 404)
        #expect(problem.header("Content-Type") == "application/problem+json")
    }

    @Test func `a page keeps what a problem says in its headers`() async throws {
        let page = try await TestDesk().get("/support/submit")

        #expect(page.status == 405)
        #expect(page.header("Allow") == "POST")
        #expect(page.text.contains("Method not allowed"))
    }
}

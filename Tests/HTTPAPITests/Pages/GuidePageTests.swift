import SupportDesk
import Testing

@testable import HTTPAPI

struct GuidePageTests {
    private let passages = [
        Passage(
            citation: "docs/keys & more.md#lost-keys", documentTitle: "Keys <1>", headingPath: ["Lost keys?"],
            category: nil,
            markdown: "Make a **new** one.\n\n<script>alert(1)</script>", position: 1),
        Passage(
            citation: "docs/keys & more.md#new-keys", documentTitle: "Keys <1>", headingPath: ["New keys"],
            category: nil,
            markdown: "Select *Create*.", position: 0),
        Passage(
            citation: "docs/other.md#else", documentTitle: "Other", headingPath: ["Else"], category: nil,
            markdown: "Elsewhere.", position: 0),
    ]

    @Test func `a document is shown whole, its sections in order and safe to read`() async throws {
        let page = try await TestDesk(passages: passages).get("/guides?of=docs/keys%20%26%20more.md")

        #expect(page.status == 200)
        #expect(page.text.contains("Keys &lt;1&gt;"))
        #expect(page.text.contains("<strong>new</strong>"))
        #expect(!page.text.contains("<script>alert"))
        #expect(!page.text.contains("Elsewhere."))
        let first = try #require(page.text.firstRange(of: "id=\"new-keys\""))
        let second = try #require(page.text.firstRange(of: "id=\"lost-keys\""))
        #expect(first.lowerBound < second.lowerBound)
    }

    @Test(arguments: ["/guides", "/guides?of=", "/guides?of=../fte.yaml", "/guides?of=docs/nothing.md"])
    func `a document that is none of the company's is not found`(path: String) async throws {
        let page = try await TestDesk(passages: passages).get(path)

        #expect(page.status == 404)
    }

    @Test func `an answer's source leads to its section`() {
        let source = Message.Source(citation: "docs/keys & more.md#lost-keys", title: "Lost keys")

        #expect(source.guideLink == "/guides?of=docs/keys%20%26%20more.md#lost-keys")
    }
}

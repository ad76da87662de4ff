import Formats
import Testing

@testable import HTTPAPI

struct PageWordsTests {
    private func words(_ text: String) throws -> PageWords {
        try PageWords(text, file: "test.yaml", language: "en")
    }

    @Test func `names are filled in once, so that a value can't name another`() throws {
        let words = try words("greeting: 'Hello {name}, {rest} {unknown}'")

        let text = words.text("greeting", ["name": "{rest}", "rest": "well"])

        #expect(text == "Hello {rest}, well {unknown}")
    }

    @Test func `a template with a misspelt word is refused with its place`() throws {
        let words = try words("form:\n  name: Your name")
        let template = try Template("{{words.form.name}}\n{{words.form.nmae}}", file: "form.mustache")

        let error = #expect(throws: PageError.self) { try words.check(template) }

        #expect(error?.description == "form.mustache:2: the word 'words.form.nmae' is not in the catalogue")
    }

    @Test func `words for scripts can't end the element they stand in`() throws {
        let words = try words("live:\n  text: '</script><script>'")

        let json = words.script(["live"])

        #expect(!json.contains("<"))
        #expect(try JSONValue(parsing: Array(json.utf8))["live"]?["text"] == "</script><script>")
    }

    @Test func `a company's language without words of its own is answered in English`() throws {
        let languages = try PageLanguages(folder: TestDesk.folder + "/words")

        #expect(languages["en-GB"].language == "en")
        #expect(languages["tlh"].language == "en")
    }

    @Test func `every word a page's script asks for is in the catalogue`() throws {
        let words = try PageLanguages(folder: TestDesk.folder + "/words")["en"]
        let fields = ["name", "email", "subject", "category", "message"]
        let notices = ["offline", "unknown", "full", "changed", "refused", "closed", "gone"]

        let asked =
            fields.map { "errors.\($0).missing" } + notices.flatMap { ["sending.\($0).title", "sending.\($0).text"] }
            + ["counter.left.other", "counter.over.other", "live.on", "live.lost", "live.now", "live.sent"]

        #expect(Set(asked).subtracting(words.keys).isEmpty)
    }
}

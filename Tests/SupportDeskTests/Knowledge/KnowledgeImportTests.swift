import Testing

@testable import SupportDesk

struct KnowledgeImportTests {
    @Test func `every section with a text is a passage that can be cited`() throws {
        let markdown = """
            Before all.

            # API keys

            Keys open the API.

            ## Create a key
            ### In the browser
            Select **New key**. See [the list][list].

            ## Create a key
            Again, for phones.

            Underlined
            heading
            ---
            Below the line.

            [list]: https://acme.example/keys "Keys"
            """

        let passages = try KnowledgeImport.passages(path: "docs/api/keys.md", markdown: markdown.utf8)

        #expect(
            passages.map(\.citation) == [
                "docs/api/keys.md", "docs/api/keys.md#api-keys", "docs/api/keys.md#in-the-browser",
                "docs/api/keys.md#create-a-key-1", "docs/api/keys.md#underlined-heading",
            ])
        #expect(Set(passages.map(\.documentTitle)) == ["API keys"])
        #expect(Set(passages.map(\.category)) == ["api"])
        #expect(
            passages.map(\.headingPath) == [
                [], [], ["Create a key", "In the browser"], ["Create a key"], ["Underlined heading"],
            ])
        #expect(passages.map(\.markdown).contains("Again, for phones."))
        #expect(passages[2].markdown.hasPrefix("Select **New key**."))
        #expect(PassageContent(passages[2]).sentences.last?.readable == "See the list (https://acme.example/keys).")
        #expect(passages[4].markdown.hasPrefix("Below the line."))
        #expect(passages.map(\.position) == passages.map(\.position).sorted())
    }

    @Test(arguments: ["\n", "\r\n"])
    func `front matter gives title and category, whatever ends its lines`(lineEnd: String) throws {
        let markdown = TemporaryWorkspace.article.split(separator: "\n", omittingEmptySubsequences: false)
            .joined(separator: lineEnd)

        let passage = try #require(try KnowledgeImport.passages(path: "docs/x.md", markdown: markdown.utf8).first)

        #expect(passage.documentTitle == "Passwords")
        #expect(passage.category == "account")
        #expect(passage.heading == "How do I reset my password?")
        #expect(passage.markdown.hasPrefix("You reset a password"))
    }

    @Test func `front matter that is no mapping is refused with its line`() {
        #expect(throws: WorkspaceProblem.self) {
            try KnowledgeImport.passages(path: "docs/x.md", markdown: "---\ntitle: a\ncategory: [b]\n---\nText.".utf8)
        }
    }
}

struct PassageContentTests {
    @Test func `sentences, steps, items, tables and code keep their kinds`() {
        let content = PassageContent(
            passage(
                """
                Open **Settings > API**. Then select a key.

                1. Select **New key**.
                2. Copy it.
                   - Only once shown.

                   ```
                   curl -H "Key: 1"
                   ```
                3. Select *Save*.

                - It expires.
                - It can be revoked.

                | Plan | Keys |
                |---|---|
                | Free | 2 |

                ```sh
                fte keys
                ```
                """))

        guard case .steps(let steps)? = content.blocks.first(where: { if case .steps = $0 { true } else { false } })
        else {
            Issue.record("no steps")
            return
        }
        #expect(content.sentences.map(\.text) == ["Open Settings > API.", "Then select a key."])
        #expect(steps.map(\.number) == [1, 2, 3])
        #expect(steps.map(\.text.text) == ["Select New key.", "Copy it.", "Select Save."])
        #expect(steps[1].details.first == "Only once shown.")
        #expect(steps[1].details.last?.contains("curl") == true)
        #expect(content.blocks.contains(.table(header: ["Plan", "Keys"], rows: [["Free", "2"]])))
        #expect(content.blocks.contains { if case .bullets(let items) = $0 { items.count == 2 } else { false } })
        #expect(content.blocks.contains { if case .code("sh", _) = $0 { true } else { false } })
        #expect(Draft.Block(.table(header: ["Plan", "Keys"], rows: [["Free", "2"]])) == .bullets(["Free: Keys: 2"]))
    }

    @Test func `Markdown that is refused is shown as it is`() {
        let deep = String(repeating: "> ", count: 2_000) + "end"
        let content = PassageContent(passage(deep))
        #expect(content.blocks == [.code(language: nil, text: deep)])
    }

    private func passage(_ markdown: String) -> Passage {
        Passage(
            citation: "docs/a.md#b", documentTitle: "A", headingPath: ["B"], category: nil, markdown: markdown,
            position: 0)
    }
}

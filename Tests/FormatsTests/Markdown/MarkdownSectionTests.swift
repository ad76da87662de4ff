import Formats
import Testing

struct MarkdownSectionTests {
    private func sections(_ source: String) throws -> [MarkdownSection] { try Markdown.sections(source) }
    private func blocks(_ source: String) throws -> [MarkdownBlock] { try Markdown.sections(source).flatMap(\.blocks) }

    @Test
    func `a document is cut at its headings`() throws {
        let sections = try sections(
            """
            # Guide

            Welcome.

            ## Set up
            ### On Linux
            Run it.
            ## Set up
            Other
            -----
            Text
            # End
            """)

        #expect(sections.map(\.heading) == ["Guide", "Set up", "On Linux", "Set up", "Other", "End"])
        #expect(sections.map(\.level) == [1, 2, 3, 2, 2, 1])
        #expect(sections.map(\.slug) == ["guide", "set-up", "on-linux", "set-up-1", "other", "end"])
        #expect(sections.map(\.path) == [[], ["Guide"], ["Guide", "Set up"], ["Guide"], ["Guide"], []])
        #expect(sections.map(\.line) == [1, 5, 6, 8, 9, 12])
        #expect(sections[0].blocks == [.paragraph(MarkdownText("Welcome."))])
        #expect(sections[1].blocks == [])
    }

    @Test(arguments: [
        ("Hello, World!", "hello-world"), ("API `v2` *beta*", "api-v2-beta"), ("  A  B ", "a--b"),
        ("snake_case & Co.", "snake_case--co"),
        ("Über Größe", "über-größe"), ("日本語 ガイド", "日本語-ガイド"), ("हिन्दी", "हिन्दी"), ("C++", "c"), ("1. First", "1-first"),
        ("🎉", "section"),
        ("[Link](http://x.y)", "link"), ("a-b", "a-b"), ("What's new?", "whats-new"),
    ])
    func `slugs are GitHub's`(heading: String, slug: String) throws {
        #expect(try sections("# \(heading)").map(\.slug) == [slug])
    }

    @Test
    func `slugs are unique even when a heading looks like a numbered one`() throws {
        let sections = try sections("# A\n# A\n# A 1\n# a\n#\n#\n")

        #expect(sections.map(\.slug) == ["a", "a-1", "a-1-1", "a-2", "section", "section-1"])
    }

    @Test(arguments: [
        ("---\ntitle: Billing FAQ\n---\nIntro.\n\n# First\n", "Billing FAQ", 4), ("Intro.\n\n# First\n", "First", 1),
        ("Intro.\n\n## First\n", "getting started", 1),
        ("---\nauthor: a\n---\n\nIntro.\n", "getting started", 4),
    ])
    func `text before the first heading bears the document's title`(source: String, title: String, line: Int) throws {
        let document = try Markdown.document(source, file: "docs/getting-started.md")

        #expect(document.title == title)
        #expect(document.sections[0].heading == title)
        #expect(document.sections[0].level == 0)
        #expect(document.sections[0].slug == "")
        #expect(document.sections[0].line == line)
        #expect(document.sections[0].blocks == [.paragraph(MarkdownText("Intro."))])
    }

    @Test
    func `front matter is read and not shown`() throws {
        let document = try Markdown.document("---\r\ntitle: A\r\ntags: [x]\r\n---\r\n# H\r\n", file: "a.md")

        #expect(document.frontMatter?.json == ["title": "A", "tags": ["x"]])
        #expect(document.sections.map(\.heading) == ["H"])
        #expect(document.sections.map(\.line) == [5])
    }

    @Test(arguments: ["--- \n\ntext\n", "---\ntitle: A\n", "text\n---\na: b\n---\n", "----\na: b\n----\n", ""])
    func `a ruler is no front matter`(source: String) throws {
        let document = try Markdown.document(source, file: "a.md")

        #expect(document.frontMatter?.line == nil)
    }

    @Test
    func `a mistake in front matter is named with its line in the file`() {
        let error = #expect(throws: MarkdownError.self) {
            try Markdown.document("---\ntitle: A\ntitle: B\n---\n", file: "docs/a.md")
        }

        #expect(error?.description == "docs/a.md:3: the key 'title' is already in line 2")
    }

    @Test
    func `list items keep their numbers, marks and depth`() throws {
        let blocks = try blocks(
            """
            3. three
               more

               and more
            4. four
               - nested *bullet*
                 - [x] done
                 - [ ] open

                   ```sh
                   run
                   ```

                   after
            """)

        #expect(
            blocks == [
                .listItem(MarkdownListItem(.number(3), MarkdownText("three more\nand more"))),
                .listItem(MarkdownListItem(.number(4), MarkdownText("four"))),
                .listItem(MarkdownListItem(.bullet, depth: 1, MarkdownText("nested bullet"))),
                .listItem(MarkdownListItem(.task(isDone: true), depth: 2, MarkdownText("done"))),
                .listItem(MarkdownListItem(.task(isDone: false), depth: 2, MarkdownText("open"))),
                .code(language: "sh", text: "run"), .paragraph(MarkdownText("after")),
            ])
    }

    @Test
    func `tables are rows of text`() throws {
        let blocks = try blocks("| Plan | Price |\n|---|:-:|\n| *Pro* | [$5](/p) |\n| a \\| b |\n")

        let price = MarkdownText("$5", links: [MarkdownLink(label: "$5", url: "/p", range: 0..<2)])
        let rows = [[MarkdownText("Pro"), price], [MarkdownText("a | b"), MarkdownText()]]
        #expect(blocks == [.table(MarkdownTable(header: [MarkdownText("Plan"), MarkdownText("Price")], rows: rows))])
    }

    @Test
    func `quotes and code are told apart from paragraphs`() throws {
        let blocks = try blocks("> quoted\n> on\n>\n> # again\n\n```\na < b\n\n```\n\n    indented\n\n***\n")

        #expect(
            blocks == [
                .quote(MarkdownText("quoted on")), .quote(MarkdownText("again")), .code(language: nil, text: "a < b\n"),
                .code(language: nil, text: "indented"),
            ])
    }

    @Test
    func `a paragraph is what a reader sees`() throws {
        let blocks = try blocks(
            "A *b* **c** `d<e>` &amp; \\* ~~gone~~ ![alt](i.png) <b>bold</b>\nnext  \nline<br>last <script>alert(1)</script>"
        )

        #expect(blocks == [.paragraph(MarkdownText("A b c d<e> & *  alt bold next\nline\nlast alert(1)"))])
    }

    @Test
    func `links keep label, address and place`() throws {
        let blocks = try blocks("Sée [the *guide*](docs/a.md \"t\") or https://e.org/x and <m@e.org>.")

        guard case .paragraph(let text) = try #require(blocks.first) else { return #expect(Bool(false)) }
        #expect(text.text == "Sée the guide or https://e.org/x and m@e.org.")
        #expect(text.links.map(\.url) == ["docs/a.md", "https://e.org/x", "mailto:m@e.org"])
        #expect(text.links.map(\.label) == ["the guide", "https://e.org/x", "m@e.org"])
        for link in text.links {
            #expect(Array(text.text.utf8)[link.range].elementsEqual(link.label.utf8))
        }
    }

    @Test
    func `links in the later paragraphs of an item keep their place`() throws {
        let blocks = try blocks("- é\n\n  see [b](c)\n")

        guard case .listItem(let item) = try #require(blocks.first) else { return #expect(Bool(false)) }
        #expect(item.text == MarkdownText("é\nsee b", links: [MarkdownLink(label: "b", url: "c", range: 7..<8)]))
    }

    @Test
    func `plain text shows marks and addresses`() throws {
        let text = try Markdown.plainText(
            "# Hi\n\nSee [docs](https://e.org/d) and https://e.org.\n\n1. one\n   - two\n- [x] three\n\n> q\n> [r](s)\n\n|a|b|\n|-|-|\n|1|2|\n\n```\ncode\n```\n"
        )

        #expect(
            text == """
                Hi

                See docs (https://e.org/d) and https://e.org.

                1. one
                  - two
                [x] three

                > q r (s)

                a | b
                1 | 2

                code
                """)
    }
}

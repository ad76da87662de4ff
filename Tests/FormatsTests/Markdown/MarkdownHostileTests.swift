import Formats
import Testing

struct MarkdownHostileTests {
    private static let size = 1_000_000

    /// A text that is made when a test needs it, since the test's log would hold each argument.
    struct Shape: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let make: @Sendable () -> String

        init(_ description: String, _ make: @escaping @Sendable () -> String) {
            testDescription = description
            self.make = make
        }
    }

    /// Each would take cmark-gfm 0.29 minutes, or gigabytes, without the check before it.
    @Test(arguments: [
        Shape("a long definition used often") {
            "[a]: \(String(repeating: "x", count: 100_000))\n\n\(String(repeating: "[a]", count: 300_000))"
        },
        Shape("a title over many lines used often") {
            "[a]: x \"\(String(repeating: "[b]: y\n", count: 10_000))\"\n\n\(String(repeating: "[a]", count: 300_000))"
        },
        Shape("blank lines in a list nested by markers") {
            String(repeating: "- ", count: 25_000) + "a" + String(repeating: "\n", count: 500_000)
        },
        Shape("blank lines in a list nested by indentation") {
            (0..<600).map { String(repeating: "  ", count: $0) + "- a\n" }.joined()
                + String(repeating: "\n", count: 500_000)
        },
        Shape("processing instructions") { String(repeating: "a <?", count: size / 4) },
        Shape("declarations") { String(repeating: "a <!A ", count: size / 6) },
        Shape("character data") { String(repeating: "a <![CDATA[", count: size / 11) },
    ])
    func `a shape that costs too much is refused`(shape: Shape) {
        let source = shape.make()

        #expect(throws: MarkdownError.self) { try Markdown.html(source) }
        #expect(throws: MarkdownError.self) { try Markdown.html(source.replacing("\n", with: "\r")) }
    }

    @Test(arguments: [
        Shape("brackets behind an address") { "http://a.b" + String(repeating: ")", count: size - 10) },
        Shape("at signs") { String(repeating: "a.b@", count: size / 4) },
        Shape("rows of one dash") {
            String(repeating: "|\n", count: 250_000) + String(repeating: "|-\n", count: 160_000)
        },
        Shape("rows of dashes") {
            String(repeating: "a\n", count: 250_000) + String(repeating: "-|-\n", count: 120_000)
        },
        Shape("rows of dashes between control characters") {
            String(repeating: "a\n\u{1}\n\u{b}\n-|-\n", count: 80_000)
        },
        Shape("rows of dashes that end with CR") {
            String(repeating: "a\r", count: 250_000) + String(repeating: "-|-\r", count: 120_000)
        },
        Shape("a wide row") {
            "|" + String(repeating: "a|", count: 125_000) + "\n|" + String(repeating: "-|", count: 125_000) + "\n|\n"
        },
        Shape("short rows in a wide table") {
            "|\(String(repeating: "a|", count: 4000))\n|\(String(repeating: "-|", count: 4000))\n"
                + String(repeating: "|\n", count: 400_000)
        },
    ])
    func `a shape that slows an extension down is parsed without it`(shape: Shape) throws {
        let html = try Markdown.html(shape.make())

        #expect(html.firstRange(of: "<table>") == nil)
        #expect(html.firstRange(of: "<a ") == nil)
    }

    @Test(arguments: ["[", ">", "> ", "- ", "+ ", "1. ", "    ", "\t"])
    func `a megabyte of nesting is refused or is none`(piece: String) {
        let source = String(repeating: piece, count: Self.size / piece.utf8.count)

        do {
            _ = try Markdown.sections(source)
        } catch {
            #expect(error.problem == "nested deeper than 50 lists and quotes")
        }
    }

    @Test
    func `emphasis inside emphasis is limited`() {
        let source = String(repeating: "*a **b ", count: 200) + String(repeating: "** *", count: 200)

        #expect(throws: MarkdownError.self) {
            try Markdown.html(String(repeating: "**a ", count: 200) + String(repeating: "b**", count: 200))
        }
        _ = try? Markdown.html(source)
    }

    @Test(arguments: [
        "[", "![", "[[]", "[a](", "](", "*", "_", "*a_ ", "**a ", "~~a", "`", "``a`", "<", "<a ", "<!--", "&", "|",
        "a@", "@", "www.a", "http://(", "www.&a;", "\\", "\"", "#", "# a\n", "a\n-\n",
        "|a|b|\n|-|-|\n", "[a]: b\n", "```\n", "\n", " ", "\0", "é", "[^a]", "- a\n", "> a\n", "a\r", "&#", "{{",
        "<a b=\"", "a@b.co ",
    ])
    func `much of one thing ends`(piece: String) {
        let source = String(repeating: piece, count: 100_000 / piece.utf8.count)

        _ = try? Markdown.html(source)
        _ = try? Markdown.plainText(source)
    }

    @Test(arguments: [[0xff], [0x23, 0x20, 0xc3], [0xed, 0xa0, 0x80]] as [[UInt8]])
    func `bytes that are not UTF-8 are refused`(bytes: [UInt8]) {
        let error = #expect(throws: MarkdownError.self) { try Markdown.document([0x0a] + bytes, file: "a.md") }

        #expect(error?.description == "a.md:2: the text is not UTF-8")
    }

    @Test
    func `length is limited`() {
        let error = #expect(throws: MarkdownError.self) {
            try Markdown.html("123456", limits: MarkdownLimits(bytes: 5))
        }

        #expect(error?.problem == "the text is longer than 5 bytes")
    }

    @Test
    func `documents parsed at the same time don't mix`() async throws {
        let source = "# T\n\n*a* ~~b~~ www.e.org\n\n|k|v|\n|-|-|\n|1|2|\n\n- [x] done\n"
        let expected = try Markdown.html(source)

        let results = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<200 {
                group.addTask { try Markdown.html(source) == expected && Markdown.sections(source).count == 1 }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }

        #expect(results.allSatisfy { $0 })
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func `changed documents are refused or read`(seed: UInt64) {
        let source = Array(
            "---\ntitle: T\n---\n# H\n\n1. *a* [b](c)\n   > q\n\n|k|v|\n|-|-|\n|1|2|\n\n```x\ncode\n```\n![i](j) ~~s~~ <br> www.e.org\n"
                .utf8)
        let pieces = [
            "\n", "    ", "> ", "- ", "|", "[", "](", "*", "`", "~~", "<", "---\n", "# ", "\0", "\t", "![", "é",
        ]
        var random = Seeded(seed)
        for _ in 0..<500 {
            let bytes = random.mutate(source, inserting: pieces)

            _ = try? Markdown.document(bytes, file: "a.md")
            _ = try? Markdown.html(String(decoding: bytes, as: UTF8.self))
        }
    }
}

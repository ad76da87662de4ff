import Formats
import Testing

struct MarkdownHTMLTests {
    @Test(arguments: [
        ("", ""), ("*a* & <b>", "<p><em>a</em> &amp; <!-- raw HTML omitted --></p>\n"),
        ("~~a~~", "<p><del>a</del></p>\n"),
        (
            "[a](https://e.org/?a=1&b=2)",
            "<p><a rel=\"nofollow noopener\" href=\"https://e.org/?a=1&amp;b=2\">a</a></p>\n"
        ),
        ("https://e.org", "<p><a rel=\"nofollow noopener\" href=\"https://e.org\">https://e.org</a></p>\n"),
        ("[a](/rel#x)", "<p><a rel=\"nofollow noopener\" href=\"/rel#x\">a</a></p>\n"),
        ("[a](rel/b:c)", "<p><a rel=\"nofollow noopener\" href=\"rel/b:c\">a</a></p>\n"),
        ("<m@e.org>", "<p><a rel=\"nofollow noopener\" href=\"mailto:m@e.org\">m@e.org</a></p>\n"),
        ("![alt](https://e.org/i.png)", "<p><a rel=\"nofollow noopener\" href=\"https://e.org/i.png\">alt</a></p>\n"),
        ("[![alt](i.png) more](/x)", "<p><a rel=\"nofollow noopener\" href=\"/x\">alt more</a></p>\n"),
        ("`<a href=\"x\">`", "<p><code>&lt;a href=&quot;x&quot;&gt;</code></p>\n"),
        (
            "|a|\n|-|\n|1|\n",
            "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n</tr>\n</tbody>\n</table>\n"
        ),
    ])
    func `replies become a fragment of HTML`(source: String, expected: String) throws {
        #expect(try Markdown.html(source) == expected)
    }

    @Test(arguments: [
        "[a](javascript:alert(1))", "[a](JaVaScRiPt:alert(1))", "[a](&#106;avascript:alert(1))",
        "[a](java&#x0A;script:alert(1))", "[a](&#1;javascript:alert(1))",
        "[a]( javascript:alert(1))", "[a](<javascript:alert(1)>)", "<javascript:alert(1)>",
        "[a](data:text/html;base64,PHNjcmlwdD4=)", "[a](vbscript:x)", "[a](file:///etc/passwd)",
        "![a](javascript:alert(1))", "![a](data:image/svg+xml,x)", "[a][b]\n\n[b]: javascript:alert(1)", "[a](blob:x)",
        "[a](unknown:x)",
    ])
    func `an address with a scheme that may do harm is emptied`(source: String) throws {
        let html = try Markdown.html(source)

        #expect(
            html == "<p><a rel=\"nofollow noopener\" href=\"\">a</a></p>\n"
                || html.contains("href=\"\">javascript:alert(1)</a>"))
    }

    @Test(arguments: [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "a <img src=x onerror=alert(1)> b",
        "<svg/onload=alert(1)>", "<iframe src=x></iframe>",
        "<!-- --><script>alert(1)</script>", "<style>*{}</style>", "<a href=\"javascript:alert(1)\">x</a>",
        "<div\nonclick=alert(1)>\n\ntext\n\n</div>", "<![CDATA[<script>]]>", "<?php ?>",
        "[a](x \"\\\" onclick=alert(1)\")", "```\" onclick=alert(1)\nx\n```", "![\" onerror=alert(1)](x)",
        "[\"><script>](x)",
    ])
    func `no markup of the writer's own comes through`(source: String) throws {
        let html = try Markdown.html(source)

        let tags = html.split(separator: "<").dropFirst().map { $0.prefix { $0 != ">" } }
        let allowed = ["p", "/p", "/a", "!-- raw HTML omitted --", "pre", "/pre", "/code"]
        for tag in tags where !allowed.contains(String(tag)) {
            #expect(tag.hasPrefix("a rel=\"nofollow noopener\" href=\"") || tag.hasPrefix("code class=\"language-"))
            #expect(tag.count { $0 == "\"" } % 2 == 0)
            #expect(!tag.contains("\" onclick"))
        }
    }

    @Test
    func `NUL is shown as a replacement character`() throws {
        #expect(try Markdown.html("a\0b") == "<p>a\u{fffd}b</p>\n")
    }
}

import Formats
import Testing

struct TemplateRenderingTests {
    private static let context: JSONValue = [
        "name": "Ann & <Bob>", "count": 3, "price": 9.5, "yes": true, "no": false, "nothing": nil, "empty": "",
        "none": [],
        "customer": ["name": "Carl", "address": ["city": "Köln"]], "list": ["a", "b"],
        "messages": [["text": "x"], ["text": "<y>"]],
        "nested": [[1, 2], [3]], "zero": 0,
    ]

    @Test(arguments: [
        ("", ""), ("plain", "plain"), ("Hello {{name}}!", "Hello Ann &amp; &lt;Bob&gt;!"),
        ("{{ name }}", "Ann &amp; &lt;Bob&gt;"),
        ("{{{name}}}{{& name}}", "Ann & <Bob>Ann & <Bob>"),
        ("{{count}} {{price}} {{yes}} {{no}} [{{nothing}}] {{zero}}", "3 9.5 true false [] 0"),
        ("{{customer.name}} {{customer.address.city}}", "Carl Köln"),
        ("[{{missing}}{{customer.missing}}{{name.x}}]", "[]"),
        ("{{#list}}({{.}}){{/list}}", "(a)(b)"), ("{{#messages}}{{text}},{{/messages}}", "x,&lt;y&gt;,"),
        ("{{#nested}}{{#.}}{{.}}{{/.}};{{/nested}}", "12;3;"),
        ("{{#customer}}{{name}} {{count}}{{/customer}}", "Carl 3"),
        (
            "{{#yes}}1{{/yes}}{{#no}}2{{/no}}{{#nothing}}3{{/nothing}}{{#empty}}4{{/empty}}{{#none}}5{{/none}}{{#zero}}6{{/zero}}{{#missing}}7{{/missing}}",
            "16"
        ),
        (
            "{{^yes}}1{{/yes}}{{^no}}2{{/no}}{{^nothing}}3{{/nothing}}{{^empty}}4{{/empty}}{{^none}}5{{/none}}{{^zero}}6{{/zero}}{{^missing}}7{{/missing}}",
            "23457"
        ),
        ("a{{! comment\n over lines }}b", "ab"), ("{{#name}}Dear {{.}}{{/name}}", "Dear Ann &amp; &lt;Bob&gt;"),
        ("{{#customer.address}}{{city}}{{/customer.address}}", "Köln"), ("{ {{count}} }", "{ 3 }"),
        ("}}{{count}}", "}}3"),
    ])
    func `tags become text`(source: String, expected: String) throws {
        let template = try Template(source, file: "a.mustache")

        #expect(try template.render(Self.context, escaping: .html) == expected)
    }

    @Test(arguments: [
        ("a\n{{#yes}}\nb\n{{/yes}}\nc", "a\nb\nc"), ("  {{#list}}  \n- {{.}}\n  {{/list}}\n", "- a\n- b\n"),
        ("a\r\n{{! c }}\r\nb", "a\r\nb"), ("{{! c }}\n", ""), ("  {{! c }}", ""),
        ("a {{#yes}}\nb{{/yes}}\n", "a \nb\n"),
        ("{{#yes}}{{/yes}}\nb", "\nb"), ("  {{count}}  \n", "  3  \n"), ("a\n\n{{^no}}\n\nb\n{{/no}}", "a\n\n\nb\n"),
    ])
    func `a section or comment alone on its line takes the line with it`(source: String, expected: String) throws {
        let template = try Template(source, file: "a.mustache")

        #expect(try template.render(Self.context, escaping: .none) == expected)
    }

    @Test
    func `nothing is escaped in plain text`() throws {
        let template = try Template("{{name}}", file: "a.mustache")

        #expect(try template.render(Self.context, escaping: .none) == "Ann & <Bob>")
        #expect(try template.renderBytes(Self.context, escaping: .none) == Array("Ann & <Bob>".utf8))
    }

    @Test
    func `a partial sees the context where it is used and its indentation`() throws {
        let line = try Template("- {{text}}\n{{#text}}\n  !\n{{/text}}\n", file: "line.mustache")
        let list = try Template(
            "{{#messages}}\n  {{> line}}\n{{/messages}}\n[{{>line}}]", file: "list.mustache", partials: ["line": line])

        let text = try list.render(Self.context, escaping: .none)

        #expect(text == "  - x\n    !\n  - <y>\n    !\n[- \n]")
    }

    @Test
    func `values that a customer wrote are never read as tags`() throws {
        let template = try Template("{{name}}", file: "a.mustache")

        #expect(try template.render(["name": "{{secret}}", "secret": "s"], escaping: .none) == "{{secret}}")
    }

    @Test
    func `an unknown variable is empty or, when asked for, an error`() throws {
        let template = try Template("Hi\n{{#customer}}\n{{nmae}}{{/customer}}", file: "a.mustache")

        let error = #expect(throws: TemplateError.self) {
            try template.render(["customer": ["name": "a"], "id": 1], escaping: .html, missing: .error)
        }

        #expect(try template.render(["customer": ["name": "a"]], escaping: .html) == "Hi\n")
        #expect(error?.description == "a.mustache:3: unknown variable 'nmae'; known here: name, customer, id")
    }

    @Test
    func `a variable that is there and null is not unknown`() throws {
        let template = try Template("[{{a}}{{#a}}x{{/a}}]", file: "a.mustache")

        #expect(try template.render(["a": nil], escaping: .html, missing: .error) == "[]")
    }

    @Test
    func `an object or array is not text`() throws {
        let template = try Template("\n{{customer}}", file: "a.mustache")

        let error = #expect(throws: TemplateError.self) { try template.render(Self.context, escaping: .html) }

        #expect(error?.description == "a.mustache:2: 'customer' is an object, not text")
    }

    @Test
    func `text that multiplies is stopped`() throws {
        var template = try Template(String(repeating: "x", count: 1000), file: "0.mustache")
        for level in 1..<40 {
            template = try Template("{{>a}}{{>a}}", file: "\(level).mustache", partials: ["a": template])
        }

        #expect(throws: TemplateError.self) { try template.render([:], escaping: .none, maxBytes: 100_000) }
    }

    @Test(arguments: [
        ("", ""), ("plain é", "plain é"), ("<a href=\"x\">&'</a>", "&lt;a href=&quot;x&quot;&gt;&amp;&#39;&lt;/a&gt;"),
    ])
    func `HTML is escaped`(text: String, expected: String) {
        #expect(HTML.escape(text) == expected)
    }
}

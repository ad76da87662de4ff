import Formats
import Testing

struct TemplateParsingTests {
    @Test(arguments: [
        ("a\n{{name", "a.mustache:2: '{{' without '}}'"), ("{{{name}}", "a.mustache:1: '{{' without '}}}'"),
        ("{{}}", "a.mustache:1: expected a name of letters, digits, '_', '-' and '.' in a tag, found ''"),
        ("{{a b}}", "a.mustache:1: expected a name of letters, digits, '_', '-' and '.' in a tag, found 'a b'"),
        ("{{a..b}}", "a.mustache:1: expected a name of letters, digits, '_', '-' and '.' in a tag, found 'a..b'"),
        (
            "\n\n{{=<% %>=}}",
            "a.mustache:3: expected a name of letters, digits, '_', '-' and '.' in a tag, found '=<% %>='"
        ),
        ("{{<parent}}", "a.mustache:1: expected a name of letters, digits, '_', '-' and '.' in a tag, found '<parent'"),
        ("{{#a}}\n", "a.mustache:1: the section 'a' is never closed"), ("\n{{/a}}", "a.mustache:2: 'a' was not opened"),
        ("{{#a}}\n{{#b}}\n\n{{/a}}\n{{/b}}", "a.mustache:4: expected the end of 'b' of line 2"),
        ("x\n{{> footer}}", "a.mustache:2: unknown partial 'footer'; known: none"),
        ("{{! \n\n }}\n{{#c}}", "a.mustache:4: the section 'c' is never closed"),
    ])
    func `a mistake is named with its line`(source: String, expected: String) {
        let error = #expect(throws: TemplateError.self) { try Template(source, file: "a.mustache") }

        #expect(error?.description == expected)
    }

    @Test
    func `sections nest to a limit`() {
        let source = String(repeating: "{{#a}}", count: 100_000)

        let error = #expect(throws: TemplateError.self) { try Template(source, file: "a.mustache") }

        #expect(error?.problem == "more than 64 sections deep")
    }

    @Test
    func `variables are listed with the sections around them`() throws {
        let footer = try Template("\n{{company}}", file: "footer.mustache")
        let template = try Template(
            "{{#messages}}\n{{text}}{{^sent}}{{/sent}}{{/messages}}{{>footer}}", file: "a.mustache",
            partials: ["footer": footer])

        let variables = template.variables

        #expect(variables.map(\.name) == ["messages", "text", "sent", "company"])
        #expect(variables.map(\.sections) == [[], ["messages"], ["messages"], []])
        #expect(variables.map(\.use) == [.section, .text, .invertedSection, .text])
        #expect(variables.map(\.file) == ["a.mustache", "a.mustache", "a.mustache", "footer.mustache"])
        #expect(variables.map(\.line) == [1, 2, 2, 2])
    }

    private static let allowed = ["name", "customer.name", "messages.text", "messages.author.name"]

    @Test(arguments: [
        "{{name}}", "{{customer.name}}", "{{#customer}}{{name}}{{/customer}}",
        "{{#messages}}{{text}} {{name}} {{customer.name}}{{/messages}}",
        "{{#messages}}{{#author}}{{name}}{{text}}{{/author}}{{author.name}}{{.}}{{/messages}}",
        "{{^messages}}{{name}}{{/messages}}",
    ])
    func `variables that a context has pass`(source: String) throws {
        let template = try Template(source, file: "a.mustache")

        #expect(throws: Never.self) { try template.check(allowed: Self.allowed) }
    }

    @Test(arguments: [
        "{{nmae}}", "{{text}}", "{{customer.text}}", "{{#messages}}{{author.text}}{{/messages}}", "{{#nmae}}{{/nmae}}",
        "{{^messages}}{{text}}{{/messages}}",
    ])
    func `variables that a context never has are refused`(source: String) throws {
        let template = try Template(source, file: "a.mustache")

        #expect(throws: TemplateError.self) { try template.check(allowed: Self.allowed) }
    }

    @Test
    func `the refusal names the variable, its line and those allowed`() throws {
        let template = try Template("\n{{nmae}}", file: "a.mustache")

        let error = #expect(throws: TemplateError.self) { try template.check(allowed: ["name", "id"]) }

        #expect(error?.description == "a.mustache:2: unknown variable 'nmae'; allowed: name, id")
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func `changed templates are refused or rendered`(seed: UInt64) {
        let source = Array("Hi {{name}},\n{{#list}}\n- {{{.}}} {{! x }}\n{{/list}}\n{{^none}}é{{/none}}\n".utf8)
        let pieces = ["{{", "}}", "{{#list}}", "{{/list}}", "{{{", "}}}", "\n", ".", "!", ">", "=", "\0"]
        var random = Seeded(seed)
        for _ in 0..<500 {
            let text = String(decoding: random.mutate(source, inserting: pieces), as: UTF8.self)

            let template = try? Template(text, file: "a.mustache")
            _ = try? template?.render(["name": "a", "list": ["x", ["y"]]], escaping: .html)
        }
    }
}
